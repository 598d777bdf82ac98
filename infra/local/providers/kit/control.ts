import { z } from 'zod';
import { behaviourSchema, withChange } from './behaviour.ts';
import { refundedMinor, type SimulatedPayment } from './books.ts';
import { decideAsBuyer, decline, payAsBuyer } from './buyer.ts';
import { json, type Reply, type SimulatedRequest } from './exchange.ts';
import type { Notifier } from './notifier.ts';
import { refundPayment, settleRefunds } from './refund-payment.ts';
import type { Desk, Simulation } from './simulation.ts';

/** What merchants are owed, by the provider's own books. */
export const booksOf = ({ books }: Pick<Desk, 'books'>, merchant?: string) => {
  const orders = books.payments(merchant);
  const paid = orders.filter(({ state }) => state === 'paid');
  const refunds = orders.flatMap((payment) => payment.refunds);
  return {
    orders,
    totals: {
      orders: orders.length,
      paid: paid.length,
      paidMinor: paid.reduce((sum, { paidMinor }) => sum + paidMinor, 0),
      refunds: refunds.length,
      refundedMinor: orders.reduce((sum, payment) => sum + refundedMinor(payment), 0),
      acknowledged: paid.filter(({ acknowledged }) => acknowledged).length,
    },
  };
};

const paySchema = z.strictObject({
  /** What the buyer pays, in minor units; the order's amount when absent. */
  minor: z.int().min(0).optional(),
  /** Let the merchant's success rate decide. */
  byChance: z.boolean().optional(),
});
const notifySchema = z.strictObject({
  about: z.enum(['payment', 'refund', 'dispute']).default('payment'),
});
const refundSchema = z.strictObject({ minor: z.int().min(1), number: z.string().min(1) });
const settleSchema = z.strictObject({ state: z.enum(['done', 'failed']).default('done') });
const outageSchema = z.strictObject({ millis: z.int().min(1).max(600_000) });

export interface Controlled<Keys, Platform> {
  readonly simulation: Simulation<Keys, Platform>;
  readonly desk: Desk<Keys, Platform>;
  readonly notifier: Notifier;
  /** Refuses connections for that long. */
  readonly outage: (millis: number) => void;
}

/**
 * The simulator's own interface, in JSON:
 * `GET /control/books[?merchant=]` · `GET /control/orders/{number}` ·
 * `POST /control/orders/{number}/{pay|decline|notify|refund|settle-refunds}` ·
 * `GET|PATCH /control/merchants/{id}/behaviour` · `POST /control/outage {millis}`
 */
export const answerControl = async <Keys, Platform>(
  controlled: Controlled<Keys, Platform>,
  { method, path, query, text }: SimulatedRequest,
): Promise<Reply> => {
  const { desk } = controlled;
  const [, , subject, id = '', action = ''] = path.split('/');
  const input = parseJson(text);
  if (input === undefined) return problem(400, 'the body is not JSON');
  switch (`${method} ${subject}`) {
    case 'GET books':
      return json(booksOf(desk, query.merchant));
    case 'GET merchants':
      return behaviour(controlled, id, {});
    case 'PATCH merchants':
      return behaviour(controlled, id, input);
    case 'POST outage':
      return withInput(outageSchema, input, ({ millis }) => {
        // The answer leaves first; then nobody answers here any more.
        desk.later(20, () => controlled.outage(millis));
        return json({ millis });
      });
    case 'GET orders':
    case 'POST orders': {
      const payment = desk.books.find(decodeURIComponent(id));
      if (!payment) return problem(404, 'no such order; open its link first if it is made there');
      return method === 'GET' ? json(payment) : act(controlled, payment, action, input);
    }
    default:
      return problem(404, 'no such control');
  }
};

const problem = (status: number, message: string): Reply => json({ error: message }, status);

const parseJson = (body: string): unknown => {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch {
    return undefined;
  }
};

const withInput = async <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  act: (input: z.output<Schema>) => Promise<Reply> | Reply,
): Promise<Reply> => {
  const parsed = schema.safeParse(input);
  return parsed.success ? act(parsed.data) : problem(400, z.prettifyError(parsed.error));
};

const behaviour = <Keys, Platform>(
  { desk }: Controlled<Keys, Platform>,
  id: string,
  patch: unknown,
): Promise<Reply> | Reply => {
  const merchant = desk.merchants.get(decodeURIComponent(id));
  if (!merchant) return problem(404, 'no such merchant');
  return withInput(behaviourSchema.partial(), patch, (change) => {
    merchant.behaviour = withChange(merchant.behaviour, change, merchant.habits);
    return json(merchant.behaviour);
  });
};

const act = async <Keys, Platform>(
  { simulation, desk, notifier }: Controlled<Keys, Platform>,
  payment: SimulatedPayment,
  action: string,
  input: unknown,
): Promise<Reply> => {
  const merchant = desk.merchants.get(payment.merchant);
  switch (action) {
    case 'pay':
      return withInput(paySchema, input, ({ minor, byChance }) => {
        const changed = byChance
          ? decideAsBuyer(simulation, desk, payment)
          : payAsBuyer(simulation, desk, payment, minor);
        return json({ changed, ...payment });
      });
    case 'decline':
      return json({ changed: decline(desk, payment), ...payment });
    case 'notify':
      return withInput(notifySchema, input, async ({ about }) =>
        json((await notifier.send({ payment, about, refund: payment.refunds.at(-1) })) ?? null),
      );
    case 'refund':
      return withInput(refundSchema, input, (refund) =>
        merchant
          ? json(refundPayment(desk, merchant, payment, refund))
          : problem(404, 'no such merchant'),
      );
    case 'settle-refunds':
      return withInput(settleSchema, input, ({ state }) =>
        json({ settled: settleRefunds(desk, payment, state) }),
      );
    default:
      return problem(404, 'no such action');
  }
};
