import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoWorkStore } from '#shared/adapters/dynamodb/work-store.ts';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { replayCallback } from '#shared/application/callbacks/replay-callback.ts';
import { changeOrder } from '#shared/application/orders/change-order.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import { sweep } from '#shared/application/orders/sweep.ts';
import type { OrderStore } from '#shared/application/ports/order-store.ts';
import type { CallbackMessage, FollowUpMessage, WebhookMessage } from '#shared/contract/queues.ts';
import { attemptIdOf, providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { MerchantEvent } from '#shared/domain/webhooks/event.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anAttempt, CHANNEL_A, CHANNEL_B, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aShop } from '#test/support/shop.ts';

let dynamo: Dynamo;
let shop: ReturnType<typeof aShop>;
beforeAll(async () => {
  dynamo = await startDynamo();
  shop = aShop(dynamo);
});
afterAll(() => dynamo.stop());

/** An order whose buyer has started to pay. */
const aPayingOrder = async (cards = 3) => {
  const product = await shop.sells({ cards });
  const { created } = await createOrder(shop.deps, shop.wants(product));
  const attempt = anAttempt(created.order, {
    id: attemptIdOf(created.order.id, 1),
    state: 'submitted',
  });
  await changeOrder(shop.deps, {
    tenant: product.tenant,
    orderId: created.order.id,
    event: { kind: 'attempt_started', attempt },
  });
  const load = async () => {
    const aggregate = await shop.deps.orders.load(product.tenant, created.order.id);
    if (!aggregate) throw new Error('the order is gone');
    return aggregate;
  };
  const message = (changes: Partial<CallbackMessage> = {}): CallbackMessage => ({
    id: systemRuntime.newId('callback'),
    tenant: product.tenant,
    channelId: CHANNEL_A,
    provider: 'epay',
    receivedAt: NOW.toISOString(),
    httpMethod: 'GET',
    query: 'money=9.90',
    contentType: '',
    body: '',
    confirm: false,
    notification: {
      kind: 'payment',
      attemptId: attempt.id,
      providerOrderNumber: providerOrderNumberOf(attempt.id),
      providerReference: 'P1',
      status: 'succeeded',
      providerStatus: 'TRADE_SUCCESS',
      amount: created.order.amount,
    },
    ...changes,
  });
  const traces = async () =>
    (await shop.deps.orders.traces(product.tenant, created.order.id, { limit: 100 })).traces;
  return { product, order: created.order, cards: created.cards, attempt, load, message, traces };
};

describe('a callback', () => {
  it('sent 64 times at once delivers once and leaves 64 traces', async () => {
    const sale = await aPayingOrder();
    const effects = await Promise.all(
      Array.from({ length: 64 }, () => applyCallback(shop.deps, sale.message())),
    );
    expect(effects.filter((effect) => effect === 'applied')).toHaveLength(1);
    expect(effects.filter((effect) => effect === 'no_change')).toHaveLength(63);
    const { order, cards } = await sale.load();
    expect(order).toMatchObject({ state: 'delivered', reservation: 'sold' });
    expect(cards).toEqual(sale.cards);
    expect(order.timeline.filter(({ what }) => what === 'delivered')).toHaveLength(1);
    expect(await sale.traces()).toHaveLength(64);
  });

  it('redelivered by the queue leaves one trace', async () => {
    const sale = await aPayingOrder();
    const message = sale.message();
    expect(await applyCallback(shop.deps, message)).toBe('applied');
    expect(await applyCallback(shop.deps, message)).toBe('no_change');
    expect(await sale.traces()).toMatchObject([{ id: message.id, effect: 'applied' }]);
  });

  it('from another channel of the shop delivers nothing', async () => {
    const sale = await aPayingOrder();
    expect(await applyCallback(shop.deps, sale.message({ channelId: CHANNEL_B }))).toBe(
      'no_change',
    );
    expect((await sale.load()).order.state).toBe('awaiting_payment');
  });

  it('that names no order of ours is kept where a person finds it', async () => {
    const sale = await aPayingOrder();
    const notification = { ...sale.message().notification, attemptId: undefined };
    expect(await applyCallback(shop.deps, sale.message({ notification }))).toBe('unmatched');
    const { traces } = await shop.deps.orders.traces(sale.product.tenant, undefined, { limit: 10 });
    expect(traces).toMatchObject([
      { effect: 'unmatched', effectDetail: 'the order number was never ours' },
    ]);
  });

  it('that meets expiry in the same moment, 50 times over, is delivered or follows the late rule, never both', async () => {
    for (let round = 0; round < 50; round += 1) {
      const sale = await aPayingOrder(1);
      shop.setNow(later(900));
      await Promise.all([
        applyCallback(shop.deps, sale.message()),
        changeOrder(shop.deps, {
          tenant: sale.product.tenant,
          orderId: sale.order.id,
          event: { kind: 'expire' },
        }),
      ]);
      const { order, cards } = await sale.load();
      expect(order.state).toBe('delivered');
      expect(cards).toHaveLength(1);
      expect(await shop.freeCards(sale.product)).toBe(0);
      shop.setNow(NOW);
    }
  });

  it('is applied again by a replay, which changes nothing and leaves its own trace', async () => {
    const sale = await aPayingOrder();
    const message = sale.message();
    await applyCallback(shop.deps, message);
    const sent: CallbackMessage[] = [];
    const queue = {
      send: async (messages: readonly { message: CallbackMessage }[]) =>
        void sent.push(...messages.map((one) => one.message)),
    };
    await replayCallback(
      { orders: shop.deps.orders, queue, runtime: shop.deps.runtime },
      { tenant: sale.product.tenant, orderId: sale.order.id, callbackId: message.id },
    );
    expect(sent).toHaveLength(1);
    for (const one of sent) expect(await applyCallback(shop.deps, one)).toBe('no_change');
    expect(await sale.traces()).toHaveLength(2);
  });
});

describe('a crash', () => {
  it('before or after the one transaction loses nothing: the redelivered message finishes the sale', async () => {
    for (const when of ['before', 'after'] as const) {
      const sale = await aPayingOrder();
      const orders: OrderStore = {
        ...shop.deps.orders,
        record: async (change) => {
          if (when === 'after') await shop.deps.orders.record(change);
          throw new Error('the process died');
        },
      };
      const message = sale.message();
      await expect(applyCallback({ ...shop.deps, orders }, message)).rejects.toThrow(
        'the process died',
      );
      await applyCallback(shop.deps, message);
      const { order } = await sale.load();
      expect(order.state).toBe('delivered');
      expect(order.timeline.filter(({ what }) => what === 'delivered')).toHaveLength(1);
      expect(await sale.traces()).toMatchObject([{ id: message.id, effect: 'applied' }]);
    }
  });

  it('of the stream is made good by the sweeper: every event leaves once, and nothing is left over', async () => {
    const sale = await aPayingOrder();
    await applyCallback(shop.deps, sale.message());
    const recorded: MerchantEvent[] = [];
    const webhooks: WebhookMessage[] = [];
    const followUps: FollowUpMessage[] = [];
    const deps = {
      work: dynamoWorkStore(dynamo.documents, dynamo.tables.orders),
      eventLog: {
        record: async (events: readonly MerchantEvent[]) => void recorded.push(...events),
      },
      webhooks: {
        send: async (messages: readonly { message: WebhookMessage }[]) =>
          void webhooks.push(...messages.map(({ message }) => message)),
      },
      followUps: {
        send: async (messages: readonly { message: FollowUpMessage }[]) =>
          void followUps.push(...messages.map(({ message }) => message)),
      },
      runtime: shop.deps.runtime,
      log: shop.deps.log,
      metrics: shop.deps.metrics,
    };
    await sweep(deps);
    const mine = () =>
      recorded.filter(({ objectId }) => objectId === sale.order.id).map(({ type }) => type);
    expect(mine()).toEqual([]);
    shop.setNow(later(120));
    await sweep(deps);
    expect(mine()).toEqual(['order.paid', 'order.delivered']);
    const told = webhooks.flatMap((message) => (message.kind === 'fan_out' ? message.events : []));
    expect(told).toEqual(recorded);
    await sweep(deps);
    expect(mine()).toEqual(['order.paid', 'order.delivered']);
    shop.setNow(NOW);
  });

  it('that swallowed the follow-ups of an open order is made good by the sweeper', async () => {
    const sale = await aPayingOrder();
    const followUps: FollowUpMessage[] = [];
    const deps = {
      work: dynamoWorkStore(dynamo.documents, dynamo.tables.orders),
      eventLog: { record: async () => {} },
      webhooks: { send: async () => {} },
      followUps: {
        send: async (messages: readonly { message: FollowUpMessage }[]) =>
          void followUps.push(...messages.map(({ message }) => message)),
      },
      runtime: shop.deps.runtime,
      log: shop.deps.log,
      metrics: shop.deps.metrics,
    };
    shop.setNow(later(1_000));
    await sweep(deps);
    shop.setNow(NOW);
    const mine = followUps
      .filter((followUp) => 'orderId' in followUp && followUp.orderId === sale.order.id)
      .map(({ kind }) => kind);
    expect(new Set(mine)).toEqual(new Set(['look_at_order', 'query_attempt']));
  });
});
