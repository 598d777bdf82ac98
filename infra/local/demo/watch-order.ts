import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { type orderObject, readOrder } from '#shared/contract/api/orders.ts';
import type { Client } from '#shared/contract/client/client.ts';

type OrderView = z.output<typeof orderObject>;

const LOOK_AGAIN_MILLIS = 100;
const PATIENCE_MILLIS = 30_000;

export interface OrderWatch {
  /** Shows what happens to the order until `until` holds, and returns the order then. */
  showUntil(until: (order: OrderView) => boolean): Promise<OrderView>;
}

/** Prints each line of an order's timeline once, when it appears. */
export const watchOrder = (
  client: Client,
  orderId: string,
  print: (text: string) => void,
): OrderWatch => {
  let shown = 0;
  return {
    showUntil: async (until) => {
      const deadline = Date.now() + PATIENCE_MILLIS;
      for (;;) {
        const order = await client.call(readOrder, { params: { orderId } });
        for (const { sequence, at, what, actor, detail } of order.timeline) {
          if (sequence <= shown) continue;
          print(`  ${at.slice(11, 23)}  ${what} (${actor})${detail ? `: ${detail}` : ''}`);
          shown = sequence;
        }
        if (until(order)) return order;
        if (Date.now() > deadline) throw new Error(`the order is still ${order.state}`);
        await pause(LOOK_AGAIN_MILLIS);
      }
    },
  };
};
