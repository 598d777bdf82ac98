import { setTimeout as pause } from 'node:timers/promises';
import { createAttempt, readCheckout } from '#shared/contract/api/checkout.ts';
import { cancelOrder, createOrder, readOrder } from '#shared/contract/api/orders.ts';
import { attemptIdOf, providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { BuyerPlan } from './buyer-plan.ts';
import { PATIENCE_MILLIS } from './caller.ts';
import type { Shop } from './shop.ts';

/** An order that the shop took. */
export interface OpenOrder {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: string;
  readonly amount: number;
}

/** A way to pay that the buyer has started, as the shop's people see it. */
export interface StartedWay {
  readonly channelId: string;
  readonly orderNumber: string;
}

/** What is left to do after a buyer's first visit. */
export interface Visit {
  readonly order: OpenOrder;
  readonly ways: readonly StartedWay[];
}

const LOOKS_AGAIN_MILLIS = 400;
/** Whoever has not got a card by then comes back another day. */
const WAITS_MILLIS = 8_000;

/** Orders, chooses ways to pay, pays, waits; `undefined` when there is no order. */
export const visit = async (shop: Shop, plan: BuyerPlan): Promise<Visit | undefined> => {
  const order = await placeOrder(shop, plan);
  if (!order) return undefined;
  for (const method of plan.methods) {
    await pause(plan.hesitatesMillis);
    const tap = () => startWay(shop, plan, order, method);
    await Promise.all(plan.tapsTwice ? [tap(), tap()] : [tap()]);
  }
  const ways = await waysOf(shop, order);
  if (plan.cancels) await cancel(shop, order);
  if (plan.payment.when !== 'after the expiry') await pay(shop, plan, { order, ways });
  if (plan.waitsForCards) await waitForCards(shop, order);
  return { order, ways };
};

const placeOrder = async (shop: Shop, plan: BuyerPlan): Promise<OpenOrder | undefined> => {
  const ended = await shop.merchant.call(
    createOrder,
    {
      body: {
        product: shop.products[plan.goods],
        quantity: plan.quantity,
        contact: plan.contact,
        expires_in_seconds: plan.expiresInSeconds,
        metadata: { plan: String(plan.number) },
      },
    },
    {
      key: `order-${plan.number}`,
      patienceMillis: plan.nerve === 'leaves' ? 0 : PATIENCE_MILLIS,
      hangsUpAfterMillis: plan.hangsUpAfterMillis,
    },
  );
  if (ended.kind !== 'answered') return undefined;
  shop.chronicle.made += 1;
  const { id, checkout_url, expires_at, amount } = ended.reply;
  const token = checkout_url.slice(checkout_url.lastIndexOf('/') + 1);
  return { id, token, expiresAt: expires_at, amount };
};

const startWay = async (
  shop: Shop,
  { device, nerve }: BuyerPlan,
  { token }: OpenOrder,
  method: BuyerPlan['methods'][number],
): Promise<void> => {
  const ended = await shop.buyers.call(
    createAttempt,
    { params: { token }, body: { method, device } },
    { patienceMillis: nerve === 'leaves' ? 0 : PATIENCE_MILLIS },
  );
  if (ended.kind !== 'answered') return;
  shop.chronicle.attempts += 1;
  const action = ended.reply.attempt?.next_action;
  // A gateway's page learns of the order when the buyer arrives there.
  if (action?.kind === 'redirect') await shop.gateways.open(action.url);
};

/** What the shop knows of, and what gateways know beyond that: a buyer's app may show more than the shop has heard of. */
const waysOf = async (shop: Shop, { id }: OpenOrder): Promise<StartedWay[]> => {
  const ended = await shop.merchant.call(readOrder, { params: { orderId: id } });
  if (ended.kind !== 'answered') return [];
  const known = ended.reply.attempts.map(({ channel, provider_order_number }) => ({
    channelId: channel,
    orderNumber: provider_order_number,
  }));
  const isKnown = (way: StartedWay): boolean =>
    known.some(
      ({ channelId, orderNumber }) =>
        channelId === way.channelId && orderNumber === way.orderNumber,
    );
  const possible = Array.from({ length: known.length + 1 }, (_, index) =>
    providerOrderNumberOf(attemptIdOf(id, index + 1)),
  ).flatMap((orderNumber) =>
    shop.gateways.channelIds.map((channelId) => ({ channelId, orderNumber })),
  );
  const further = await Promise.all(
    possible.map(async (way) => {
      const isThere = !isKnown(way) && (await shop.gateways.read(way.channelId, way.orderNumber));
      return isThere ? [way] : [];
    }),
  );
  return [...known, ...further.flat()];
};

const cancel = async (shop: Shop, { id }: OpenOrder): Promise<void> => {
  await shop.merchant.call(cancelOrder, {
    params: { orderId: id },
    body: { reason: 'the buyer changed their mind' },
  });
};

/** Pays what the plan says, as long as it takes: a buyer whose app was cut off tries once more. */
export const pay = async (
  shop: Shop,
  { payment }: BuyerPlan,
  { order, ways }: Visit,
): Promise<void> => {
  if (payment.where === 'nowhere') return;
  const chosen = payment.where === 'everywhere' ? ways : ways.slice(-1);
  const minor = payment.share === 1 ? undefined : Math.round(order.amount * payment.share);
  for (const { channelId, orderNumber } of chosen) {
    shop.paymentBegins();
    await shop.gateways.pay(channelId, orderNumber, minor);
  }
};

const waitForCards = async (shop: Shop, { id, token }: OpenOrder): Promise<void> => {
  const deadline = Date.now() + WAITS_MILLIS;
  while (Date.now() < deadline) {
    await pause(LOOKS_AGAIN_MILLIS);
    const ended = await shop.buyers.call(readCheckout, { params: { token } });
    if (ended.kind !== 'answered') return;
    const { delivery } = ended.reply;
    if (!delivery) continue;
    for (const { value } of delivery.cards) shop.chronicle.noteCard(value, id);
    return;
  }
};
