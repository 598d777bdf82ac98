import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { Showcase } from '#infra/local/seed/showcase.ts';
import type { checkoutState } from '#shared/contract/api/checkout.ts';
import { createAttempt, enterCode, readCheckout } from '#shared/contract/api/checkout.ts';
import { ApiError } from '#shared/contract/client/api-error.ts';
import type { Client } from '#shared/contract/client/client.ts';
import type { Device, PaymentMethod } from '#shared/domain/channels/channel.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { until } from '#test/local/support/until.ts';

export type Exhibit = Showcase['channels'][number];
type CheckoutState = z.output<typeof checkoutState>;

/** One notification in the simulator's books, as far as a journey looks at it. */
interface SimulatedOrder {
  readonly reference: string;
  readonly state: string;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly refunds: readonly { readonly state: string }[];
  readonly notifications: readonly {
    readonly atMillis: number;
    /** Absent: this simulator tells of payments only. */
    readonly about?: string;
    readonly acknowledged: boolean;
  }[];
}

export interface PayingBuyer {
  readonly orderNumber: string;
  /** The simulator's own record of the payment; `undefined` where nobody plays the provider. */
  readonly record: () => Promise<SimulatedOrder | undefined>;
}

/** Whoever is faster than the provider's callbacks tries the same code again. */
const later = async (error: unknown): Promise<undefined> => {
  if (!(error instanceof ApiError) || error.code !== 'provider_error') throw error;
  await pause(500);
  return undefined;
};

/** A buyer with a browser, a phone and a wallet, who pays whatever way the checkout shows. */
export const simulatedBuyer = (client: Client, exhibit: Exhibit, token: string) => {
  const record = async (orderNumber: string): Promise<SimulatedOrder | undefined> => {
    if (!exhibit.simulatorUrl) return undefined;
    const reply = await fetch(`${exhibit.simulatorUrl}/control/orders/${orderNumber}`);
    return reply.ok ? ((await reply.json()) as SimulatedOrder) : undefined;
  };
  const post = (url: string, body: object) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const control = (orderNumber: string, action: string, body: object = {}) =>
    post(`${exhibit.simulatorUrl}/control/orders/${orderNumber}/${action}`, body);

  /** The code that the SMS brings. */
  const codeFor = (orderNumber: string): Promise<string> =>
    until(`${exhibit.name} sends a code`, async () => {
      const code = (await record(orderNumber))?.extra.code;
      return code === undefined ? undefined : String(code);
    });

  /** Follows redirects as a browser does, and pays on the provider's page when it comes by one. */
  const browse = async (url: string, form?: Readonly<Record<string, string>>): Promise<void> => {
    let next: string | undefined = url;
    let fields = form;
    for (let hops = 0; next !== undefined && hops < 12; hops += 1) {
      const isPaying: boolean = new URL(next).pathname.startsWith('/buyer/');
      const body: Readonly<Record<string, string>> | undefined = isPaying
        ? { action: 'pay' }
        : fields;
      const reply: Response = await fetch(next, {
        redirect: 'manual',
        ...(body ? { method: 'POST', body: new URLSearchParams(body) } : {}),
      });
      await reply.arrayBuffer();
      fields = undefined;
      const location: string | null = reply.headers.get('location');
      next = location === null ? undefined : new URL(location, next).href;
    }
  };

  const start = async (
    method: PaymentMethod,
    device: Device,
    phone?: string,
  ): Promise<NonNullable<CheckoutState['attempt']>> => {
    const { attempt } = await client.call(createAttempt, {
      params: { token },
      body: { method, device, ...(phone ? { phone } : {}) },
    });
    if (!attempt?.next_action) throw new Error(`${exhibit.name}: ${JSON.stringify(attempt)}`);
    return attempt;
  };

  const act = async (attempt: NonNullable<CheckoutState['attempt']>): Promise<void> => {
    const orderNumber = providerOrderNumberOf(attempt.id);
    const action = attempt.next_action;
    switch (action?.kind) {
      case 'redirect':
        await browse(action.url);
        // A provider that is only waited for has charged nobody yet.
        if ((await record(orderNumber))?.state === 'unpaid') await control(orderNumber, 'pay');
        return;
      case 'form':
        return browse(action.action, action.fields);
      case 'enter_code': {
        const code = exhibit.simulatorUrl ? await codeFor(orderNumber) : '000000';
        const params = { token, attemptId: attempt.id };
        const isTaken = () => client.call(enterCode, { params, body: { code } }).catch(later);
        await until(`${exhibit.name} takes the code`, isTaken);
        return;
      }
      case 'address': {
        const { network, address: to, amount } = action;
        const paid = await control(orderNumber, 'pay');
        // A chain knows no orders: the buyer sends the money as they read it.
        if (!paid.ok) await post(`${exhibit.simulatorUrl}/wallet`, { network, to, amount });
        return;
      }
      default:
        await control(orderNumber, 'pay');
    }
  };

  return {
    /** Pays, and goes on while the provider wants something else. */
    pay: async (method: PaymentMethod, device: Device, phone?: string): Promise<PayingBuyer> => {
      const attempt = await start(method, device, phone);
      const orderNumber = providerOrderNumberOf(attempt.id);
      await act(attempt);
      const { attempt: then } = await client.call(readCheckout, { params: { token } });
      const isNew =
        then?.state === 'pending' &&
        JSON.stringify(then.next_action) !== JSON.stringify(attempt.next_action);
      if (then && isNew) await act(then);
      return { orderNumber, record: () => record(orderNumber) };
    },
  };
};
