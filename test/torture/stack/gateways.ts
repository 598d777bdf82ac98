import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Behaviour } from '#infra/local/providers/kit/behaviour.ts';
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
  merchant: z.string(),
  number: z.string(),
  minor: z.int(),
  state: z.enum(['unpaid', 'declined', 'paid']),
  paidMinor: z.int(),
  refunds: z.array(z.object({ minor: z.int() })),
  notifications: z.array(notificationSchema),
  extra: z.object({ protocol: z.enum(['v1', 'v2']) }),
});
export type GatewayOrder = z.infer<typeof orderSchema>;

export const isPaid = ({ state }: Pick<GatewayOrder, 'state'>): boolean => state === 'paid';

const booksSchema = z.object({ orders: z.array(orderSchema) });

/** A gateway's books. */
export interface GatewayBooks {
  readonly name: string;
  readonly channelId: string;
  readonly orders: readonly GatewayOrder[];
}

const PATIENCE_MILLIS = 40_000;
const PAUSE_MILLIS = 400;
const TIMEOUT_MILLIS = 15_000;

/** The simulated gateways, seen by buyers, by those who run them and by whoever audits them. */
export class Gateways {
  readonly channelIds: readonly string[];
  readonly #simulators: Demo['simulators'];
  readonly #chronicle: Chronicle;

  constructor({ simulators }: Demo, chronicle: Chronicle) {
    this.#simulators = simulators;
    this.#chronicle = chronicle;
    this.channelIds = simulators.map(({ channelId }) => channelId);
  }

  /** @returns whether the gateway knows such an order: it is paid now, if it was not before */
  async pay(channelId: string, orderNumber: string, minor: number | undefined): Promise<boolean> {
    const reply = await this.#send('POST', `${this.#order(channelId, orderNumber)}/pay`, { minor });
    return reply?.ok === true;
  }

  async read(channelId: string, orderNumber: string): Promise<GatewayOrder | undefined> {
    const reply = await this.#ask(this.#order(channelId, orderNumber));
    return reply?.ok ? orderSchema.parse(await reply.json()) : undefined;
  }

  /** The gateway says once more what was paid. */
  async notifyAgain(channelId: string, orderNumber: string): Promise<void> {
    await this.#send('POST', `${this.#order(channelId, orderNumber)}/notify`, {});
  }

  /** A buyer's browser opens a gateway's page. */
  async open(url: string): Promise<void> {
    await this.#ask(url);
  }

  async behave(gateway: number, change: Partial<Behaviour>): Promise<void> {
    const { url, pid } = this.#at(gateway);
    await this.#send('PATCH', `${url}/control/merchants/${pid}/behaviour`, change);
  }

  async refuseConnections(gateway: number, millis: number): Promise<void> {
    await this.#send('POST', `${this.#at(gateway).url}/control/outage`, { millis });
  }

  books(): Promise<GatewayBooks[]> {
    return Promise.all(
      this.#simulators.map(async ({ name, channelId, url }) => {
        const reply = await this.#ask(`${url}/control/books`);
        if (!reply?.ok) throw new Error(`${name} does not show its books`);
        return { name, channelId, ...booksSchema.parse(await reply.json()) };
      }),
    );
  }

  #at(gateway: number): Demo['simulators'][number] {
    const simulator = this.#simulators[gateway];
    if (!simulator) throw new RangeError(`there is no gateway ${gateway}`);
    return simulator;
  }

  #order(channelId: string, orderNumber: string): string {
    return `${this.#at(this.channelIds.indexOf(channelId)).url}/control/orders/${orderNumber}`;
  }

  #send(method: 'POST' | 'PATCH', url: string, body: unknown): Promise<Response | undefined> {
    return this.#ask(url, { method, body: JSON.stringify(body) });
  }

  /** Repeats until somebody answers: a gateway is cut off with the stack, or refuses connections. */
  async #ask(url: string, init: RequestInit = {}): Promise<Response | undefined> {
    const deadline = Date.now() + PATIENCE_MILLIS;
    while (Date.now() < deadline) {
      try {
        const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
        return new Response(await reply.text(), { status: reply.status });
      } catch {
        this.#chronicle.cutOff += 1;
        await pause(PAUSE_MILLIS);
      }
    }
    return undefined;
  }
}
