import { setTimeout as pause } from 'node:timers/promises';
import { createAttempt } from '#shared/contract/api/checkout.ts';
import { createOrder, readOrder } from '#shared/contract/api/orders.ts';
import { ApiError } from '#shared/contract/client/api-error.ts';
import { uniform } from '../routing/world/random.ts';
import type { ShopName, TestGateway } from './gateways.ts';
import type { RivalShop } from './open-rival-shops.ts';

export const PHASES = [
  { name: 'well', seconds: 60 },
  { name: 'silent', seconds: 70 },
  { name: 'down', seconds: 50 },
  { name: 'back', seconds: 270 },
] as const;
export type PhaseName = (typeof PHASES)[number]['name'];

/** One buyer at one shop. */
export interface Visit {
  readonly shop: ShopName;
  readonly phase: PhaseName;
  /** Seconds since the first buyer. */
  readonly at: number;
  /** The channel that was tried first, 0 the shop's first; undefined when there was none. */
  readonly first: number | undefined;
  paid: boolean;
}

const BUYERS_A_SECOND = 3;
const SEED = 20_260;
/** Buyers take so long to pay. */
const PAYS_AFTER_MILLIS = [500, 2_500] as const;

/** Sends the same buyers to both shops through all phases, and waits until the last one has paid or left. */
export const runPhases = async (
  shops: readonly RivalShop[],
  gateways: readonly TestGateway[],
  progress: (line: string) => void,
): Promise<readonly Visit[]> => {
  const [best] = gateways;
  if (!best) throw new RangeError('no gateway');
  const visits: Visit[] = [];
  const orders: { shop: RivalShop; orderId: string; visit: Visit }[] = [];
  const going: Promise<void>[] = [];
  const startedAt = Date.now();
  let buyer = 0;
  for (const { name, seconds } of PHASES) {
    progress(`${Math.round((Date.now() - startedAt) / 1_000)} s: the best channel is ${name}`);
    best.silent = name === 'silent';
    if (name === 'down') await best.simulator.refuseConnections();
    if (name === 'back') await best.simulator.acceptConnections();
    const until = Date.now() + seconds * 1_000;
    while (Date.now() < until) {
      const index = buyer;
      buyer += 1;
      for (const shop of shops) {
        const visit = { shop: shop.name, phase: name, at: (Date.now() - startedAt) / 1_000 };
        going.push(
          visitShop(shop, { index, gateways }).then(({ orderId, first }) => {
            const made: Visit = { ...visit, first, paid: false };
            visits.push(made);
            if (orderId) orders.push({ shop, orderId, visit: made });
          }),
        );
      }
      await pause(1_000 / BUYERS_A_SECOND);
    }
  }
  await Promise.all(going);
  await pause(5_000);
  for (const { shop, orderId, visit } of orders) {
    const { state } = await shop.client.call(readOrder, { params: { orderId } });
    visit.paid = state === 'delivered';
  }
  return visits.sort((a, b) => a.at - b.at);
};

/** One buyer: orders, gets a link, pays or gives up. */
const visitShop = async (
  { client, productId }: RivalShop,
  { index, gateways }: { index: number; gateways: readonly TestGateway[] },
): Promise<{ orderId?: string; first: number | undefined }> => {
  try {
    const order = await client.call(createOrder, {
      body: { product: productId, contact: `buyer-${index}@example.com` },
    });
    const token = new URL(order.checkout_url).pathname.split('/').at(-1) ?? '';
    const { attempt } = await client.call(createAttempt, {
      params: { token },
      body: { method: 'alipay', device: 'mobile' },
    });
    if (!attempt) return { orderId: order.id, first: undefined };
    const number = attempt.id.slice('att_'.length);
    const used = gateways.findIndex(({ simulator }) => simulator.payment(number));
    // The number of the attempt tells whether a first one was refused: only the broken channel refuses.
    const failedOver = !number.endsWith('01');
    await payOrLeave({ index, number, gateway: gateways[used], place: used });
    return { orderId: order.id, first: failedOver ? 0 : used };
  } catch (error) {
    if (error instanceof ApiError) return { first: undefined };
    throw error;
  }
};

const payOrLeave = async (payment: {
  readonly index: number;
  readonly number: string;
  readonly gateway: TestGateway | undefined;
  readonly place: number;
}): Promise<void> => {
  const { index, number, gateway, place } = payment;
  if (!gateway) return;
  const [least, most] = PAYS_AFTER_MILLIS;
  await pause(least + (most - least) * uniform(SEED, 'delay', index, place));
  if (gateway.silent || uniform(SEED, 'outcome', index, place) >= gateway.success) return;
  gateway.simulator.pay(number);
};
