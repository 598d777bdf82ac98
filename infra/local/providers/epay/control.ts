import { z } from 'zod';
import { fenOf } from './amount.ts';
import { behaviourSchema } from './behaviour.ts';
import type { SimulatedOrder } from './books.ts';
import { decideAsBuyer, declineOrder, payOrder } from './buyer.ts';
import { type Exchange, json, type Reply } from './exchange.ts';
import type { Gateway } from './gateway.ts';

/** What a merchant owes and owns at this gateway, by the gateway's own books. */
export const booksOf = (gateway: Gateway, pid?: string) => {
  const orders = gateway.books.orders(pid);
  const paid = orders.filter(({ state }) => state === 'paid' || state === 'refunded');
  const refunds = orders.flatMap((order) => order.refunds);
  return {
    orders,
    totals: {
      orders: orders.length,
      paid: paid.length,
      paidMinor: paid.reduce((sum, { paidFen }) => sum + paidFen, 0),
      refunds: refunds.length,
      refundedMinor: refunds.reduce((sum, { fen }) => sum + fen, 0),
      acknowledged: paid.filter(({ acknowledged }) => acknowledged).length,
    },
  };
};

const paySchema = z.strictObject({
  /** What the buyer pays, in yuan; the order's amount when absent. */
  money: z.string().optional(),
  /** Let the merchant's success rate decide. */
  byChance: z.boolean().optional(),
});

/**
 * The simulator's own interface, in JSON:
 * `GET /control/books[?pid=]` · `GET /control/orders/{out_trade_no}` ·
 * `POST /control/orders/{out_trade_no}/{pay|decline|notify}` · `GET|PATCH /control/merchants/{pid}/behaviour` ·
 * `POST /control/outage {millis}`
 */
export const answerControl = async (
  gateway: Gateway,
  outage: (millis: number) => void,
  { method, path, query, body }: Exchange,
): Promise<Reply> => {
  const [, , subject, id = '', action = ''] = path.split('/');
  const input = parseJson(body);
  if (input === undefined) return problem(400, 'the body is not JSON');
  switch (`${method} ${subject}`) {
    case 'GET books':
      return json(booksOf(gateway, query.pid));
    case 'GET merchants':
      return behaviour(gateway, id, undefined);
    case 'PATCH merchants':
      return behaviour(gateway, id, input);
    case 'POST outage': {
      const parsed = z.strictObject({ millis: z.int().min(1).max(600_000) }).safeParse(input);
      if (!parsed.success) return problem(400, z.prettifyError(parsed.error));
      // The answer leaves first; then nobody answers here any more.
      gateway.later(20, () => outage(parsed.data.millis));
      return json({ millis: parsed.data.millis });
    }
    case 'GET orders':
    case 'POST orders': {
      const order = gateway.books.find(decodeURIComponent(id));
      if (!order) return problem(404, 'no such order; in page mode open its link first');
      return method === 'GET' ? json(order) : act(gateway, order, action, input);
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

const behaviour = (gateway: Gateway, pid: string, patch: unknown): Reply => {
  const merchant = gateway.merchants.get(pid);
  if (!merchant) return problem(404, 'no such merchant');
  const parsed = behaviourSchema.partial().safeParse(patch ?? {});
  if (!parsed.success) return problem(400, z.prettifyError(parsed.error));
  merchant.behaviour = { ...merchant.behaviour, ...parsed.data };
  return json(merchant.behaviour);
};

const act = async (
  gateway: Gateway,
  order: SimulatedOrder,
  action: string,
  input: unknown,
): Promise<Reply> => {
  const merchant = gateway.merchants.get(order.pid);
  if (action === 'decline') return json({ changed: declineOrder(gateway, order), ...order });
  if (action === 'notify' && merchant) return json(await gateway.notifier.send(order, merchant));
  if (action !== 'pay') return problem(404, 'no such action');
  const parsed = paySchema.safeParse(input);
  if (!parsed.success) return problem(400, z.prettifyError(parsed.error));
  const { money, byChance } = parsed.data;
  const fen = money === undefined ? order.fen : fenOf(money);
  if (fen === undefined) return problem(400, 'money is not an amount');
  const changed = byChance ? decideAsBuyer(gateway, order) : payOrder(gateway, order, fen);
  return json({ changed, ...order });
};
