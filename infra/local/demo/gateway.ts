import { z } from 'zod';
import type { Demo } from '../seed/demo-file.ts';

const notificationSchema = z.object({ status: z.int(), reply: z.string() });
const orderSchema = z.object({ notifications: z.array(notificationSchema) });
export type Notified = z.infer<typeof notificationSchema>;

/** A simulated payment gateway, played by its buyer. */
export interface GatewayDesk {
  readonly name: string;
  readonly url: string;
  /** The buyer pays. */
  pay(orderNumber: string): Promise<void>;
  /** The gateway sends its notification once more and reads the answer. */
  notifyAgain(orderNumber: string): Promise<Notified>;
  /** Everything the shop was told about the payment. */
  notifications(orderNumber: string): Promise<readonly Notified[]>;
}

/** The desk of the gateway behind a channel. */
export const gatewayOf = ({ simulators }: Demo, channelId: string): GatewayDesk => {
  const simulator = simulators.find((candidate) => candidate.channelId === channelId);
  if (!simulator) throw new Error(`no simulated gateway is behind ${channelId}`);
  const control = async (orderNumber: string, action = ''): Promise<unknown> => {
    const url = `${simulator.url}/control/orders/${orderNumber}${action}`;
    const reply = await fetch(url, action ? { method: 'POST', body: '{}' } : {});
    if (!reply.ok) throw new Error(`${simulator.name} answered ${reply.status} to ${url}`);
    return reply.json();
  };
  return {
    name: simulator.name,
    url: simulator.url,
    pay: async (orderNumber) => {
      await control(orderNumber, '/pay');
    },
    notifyAgain: async (orderNumber) =>
      notificationSchema.parse(await control(orderNumber, '/notify')),
    notifications: async (orderNumber) =>
      orderSchema.parse(await control(orderNumber)).notifications,
  };
};
