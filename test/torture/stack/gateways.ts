import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Behaviour } from '#infra/local/providers/epay/behaviour.ts';
import type { Demo } from '#infra/local/seed/demo-file.ts';
import type { Chronicle } from './chronicle.ts';

const notificationSchema = z.object({
  method: z.string(),
  url: z.string(),
  body: z.string(),
  /** 0: it never arrived. */
  status: z.int(),
  reply: z.string(),
  acknowledged: z.boolean(),
});
export type SentNotification = z.infer<typeof notificationSchema>;

const orderSchema = z.object({
  pid: z.string(),
  protocol: z.enum(['v1', 'v2']),
  outTradeNo: z.string(),
  fen: z.int(),
  state: z.enum(['unpaid', 'declined', 'paid', 'refunded']),
  paidFen: z.int(),
  refunds: z.array(z.object({ fen: z.int() })),
  notifications: z.array(notificationSchema),
});
export type GatewayOrder = z.infer<typeof orderSchema>;

export const isPaid = ({ state }: Pick<GatewayOrder, 'state'>): boolean =>
  state === 'paid' || state === 'refunded';

const booksSchema = z.object({ orders: z.array(orderSchema) });

/** A gateway's books. */
export interface GatewayBooks {
  readonly name: string;
  readonly channelId: string;
  readonly orders: readonly GatewayOrder[];
}

/** The simulated gateways, seen by buyers, by those who run them and by whoever audits them. */
export interface Gateways {
  readonly names: readonly string[];
  readonly channelIds: readonly string[];
  /** @returns whether the gateway knows such an order and says that it is paid now */
  pay(channelId: string, orderNumber: string, money: string | undefined): Promise<boolean>;
  read(channelId: string, orderNumber: string): Promise<GatewayOrder | undefined>;
  /** The gateway says once more what was paid. */
  notifyAgain(channelId: string, orderNumber: string): Promise<void>;
  /** A buyer's browser opens a gateway's page. */
  open(url: string): Promise<void>;
  behave(gateway: number, change: Partial<Behaviour>): Promise<void>;
  refuseConnections(gateway: number, millis: number): Promise<void>;
  books(): Promise<GatewayBooks[]>;
}

const PATIENCE_MILLIS = 40_000;
const PAUSE_MILLIS = 400;
const TIMEOUT_MILLIS = 15_000;

export const gatewaysOf = ({ simulators }: Demo, chronicle: Chronicle): Gateways => {
  /** Repeats until somebody answers: a gateway is cut off with the stack, or is refusing connections. */
  const ask = async (url: string, init: RequestInit = {}): Promise<Response | undefined> => {
    const deadline = Date.now() + PATIENCE_MILLIS;
    while (Date.now() < deadline) {
      try {
        const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
        return new Response(await reply.text(), { status: reply.status });
      } catch {
        chronicle.cutOff += 1;
        await pause(PAUSE_MILLIS);
      }
    }
    return undefined;
  };
  const post = (url: string, body: unknown) =>
    ask(url, { method: 'POST', body: JSON.stringify(body) });
  const addressOf = (channelId: string, orderNumber: string): string => {
    const simulator = simulators.find((candidate) => candidate.channelId === channelId);
    return `${simulator?.url}/control/orders/${orderNumber}`;
  };
  const simulatorAt = (gateway: number) => {
    const simulator = simulators[gateway];
    if (!simulator) throw new RangeError(`there is no gateway ${gateway}`);
    return simulator;
  };
  return {
    names: simulators.map(({ name }) => name),
    channelIds: simulators.map(({ channelId }) => channelId),
    pay: async (channelId, orderNumber, money) => {
      const body = money === undefined ? {} : { money };
      const reply = await post(`${addressOf(channelId, orderNumber)}/pay`, body);
      return reply?.ok === true;
    },
    read: async (channelId, orderNumber) => {
      const reply = await ask(addressOf(channelId, orderNumber));
      return reply?.ok ? orderSchema.parse(await reply.json()) : undefined;
    },
    notifyAgain: async (channelId, orderNumber) => {
      await post(`${addressOf(channelId, orderNumber)}/notify`, {});
    },
    open: async (url) => {
      await ask(url);
    },
    behave: async (gateway, change) => {
      const { url, pid } = simulatorAt(gateway);
      await ask(`${url}/control/merchants/${pid}/behaviour`, {
        method: 'PATCH',
        body: JSON.stringify(change),
      });
    },
    refuseConnections: async (gateway, millis) => {
      await post(`${simulatorAt(gateway).url}/control/outage`, { millis });
    },
    books: () =>
      Promise.all(
        simulators.map(async ({ name, channelId, url }) => {
          const reply = await ask(`${url}/control/books`);
          if (!reply?.ok) throw new Error(`${name} does not show its books`);
          return { name, channelId, ...booksSchema.parse(await reply.json()) };
        }),
      ),
  };
};
