import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoWorkStore } from '#shared/adapters/dynamodb/work-store.ts';
import { changeOrder } from '#shared/application/orders/change-order.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import { isDue } from '#shared/application/orders/follow-up.ts';
import {
  type HandleFollowUpDeps,
  handleFollowUp,
} from '#shared/application/orders/handle-follow-up.ts';
import type { DeliveryHook } from '#shared/application/ports/delivery-hook.ts';
import type { CapMove } from '#shared/application/ports/order-store.ts';
import type { Sealer } from '#shared/application/ports/sealer.ts';
import type { ShopReader } from '#shared/application/ports/shop-reader.ts';
import { type FollowUpMessage, followUpMessageSchema } from '#shared/contract/queues.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { OrderEvent } from '#shared/domain/orders/order-event.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { aChannel, anAttempt, CHANNEL_A } from '#test/support/builders.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';
import { aShop } from '#test/support/shop.ts';
import { aBatch, someCards } from '#test/support/stock.ts';

/** Seals nothing: what is kept can be read, and opening it elsewhere fails. */
export const openSealer: Sealer = {
  newDataKey: async () => ({
    seal: (plaintext, { id }) => ({
      wrappedKey: Buffer.from(id),
      data: Buffer.from(plaintext),
    }),
  }),
  open: async ({ wrappedKey, data }, { id, kind }) => {
    if (kind === 'channel_credentials' && data.length <= 1) return '{}';
    if (Buffer.from(wrappedKey).toString() !== id) throw new Error('sealed for something else');
    return Buffer.from(data).toString();
  },
};

type PaymentReported = Extract<OrderEvent, { kind: 'payment_reported' }>;

/**
 * A shop with one channel of a fake provider, and its queue of follow-ups in memory: what a change asks for gets there
 * as the relay would bring it. Nothing happens by itself: the test turns the clock and works the queue off.
 */
export const aTill = (
  dynamo: Dynamo,
  options: NonNullable<Parameters<typeof aFakeProvider>[0]> = {},
) => {
  const shop = aShop(dynamo);
  const provider = aFakeProvider(options);
  let channels: Channel[] = [];
  const queue: FollowUpMessage[] = [];
  let hook: DeliveryHook = { ask: async () => ({ kind: 'failed', detail: 'there is no hook' }) };
  const { orders } = shop.deps;
  const deps: HandleFollowUpDeps & { shops: ShopReader } = {
    ...shop.deps,
    ...fakeChannelServices(provider, () => channels),
    sealer: openSealer,
    inventory: shop.inventory,
    hook: { ask: (request) => hook.ask(request) },
    orders: {
      ...orders,
      record: async (change) => {
        const outcome = await orders.record(change);
        if (outcome.kind === 'recorded') queue.push(...(change.followUps ?? []));
        return outcome;
      },
    },
    followUps: {
      send: async (messages) =>
        void queue.push(...messages.map(({ message }) => followUpMessageSchema.parse(message))),
    },
  };
  const now = () => shop.deps.runtime.now();
  const takeDue = (): FollowUpMessage[] => {
    const due = queue.filter((message) => isDue(message, now()));
    queue.splice(0, queue.length, ...queue.filter((message) => !due.includes(message)));
    return due;
  };

  const till = {
    ...shop,
    deps,
    shopDeps: { ...shop.deps, orders: deps.orders },
    provider,
    queue,
    now,
    answersHook: (to: DeliveryHook) => {
      hook = to;
    },
    handle: (message: FollowUpMessage, changes: Partial<HandleFollowUpDeps> = {}) =>
      handleFollowUp({ ...deps, ...changes }, message),
    /** Takes what is due from the queue, handles it, and what that asks for at once. */
    work: async () => {
      for (let due = takeDue(); due.length > 0; due = takeDue())
        for (const message of due) await handleFollowUp(deps, message);
    },
    /** Works the queue off as time goes by, each message when it is due. */
    workUntil: async (end: Date) => {
      for (;;) {
        await till.work();
        const [next] = queue.map(({ dueAt }) => dueAt).sort();
        if (next === undefined || next > end.toISOString()) break;
        shop.setNow(new Date(next));
      }
      shop.setNow(end);
      await till.work();
    },
    /** An unpaid order; the shop's channel takes payments for it. */
    order: async (product: Product, changes: Parameters<typeof shop.wants>[1] = {}) =>
      (await till.checkout(product, changes)).order,
    /** The same with the key to its checkout. */
    checkout: async (product: Product, changes: Parameters<typeof shop.wants>[1] = {}) => {
      channels = [aChannel(product.tenant, { id: CHANNEL_A })];
      const { created, checkoutToken: token } = await createOrder(
        till.shopDeps,
        shop.wants(product, changes),
      );
      return { order: created.order, token };
    },
    /** The buyer starts to pay. */
    attempt: async (
      order: Order,
      {
        number = 1,
        caps,
        ...changes
      }: Partial<Attempt> & { number?: number; caps?: CapMove[] } = {},
    ) => {
      const attempt = anAttempt(order, {
        id: attemptIdOf(order.id, number),
        provider: 'fake',
        createdAt: now().toISOString(),
        updatedAt: now().toISOString(),
        ...changes,
      });
      await changeOrder(deps, {
        tenant: order.tenant,
        orderId: order.id,
        event: { kind: 'attempt_started', attempt },
        caps,
      });
      return attempt;
    },
    /** The provider reports a payment. */
    report: (order: Order, attempt: Attempt, changes: Partial<PaymentReported> = {}) =>
      changeOrder(deps, {
        tenant: order.tenant,
        orderId: order.id,
        event: {
          kind: 'payment_reported',
          attemptId: attempt.id,
          channelId: attempt.channelId,
          status: 'succeeded',
          amount: attempt.amount,
          providerReference: 'P1',
          source: 'notification',
          ...changes,
        },
      }),
    tell: (order: Order, event: OrderEvent) =>
      changeOrder(deps, { tenant: order.tenant, orderId: order.id, event }),
    load: async ({ tenant, id }: Pick<Order, 'tenant' | 'id'>) => {
      const aggregate = await orders.load(tenant, id);
      if (!aggregate) throw new Error(`order ${id} is gone`);
      return aggregate;
    },
    /** What waits in the order's outbox. */
    outbox: async ({ tenant, id }: Pick<Order, 'tenant' | 'id'>) => {
      const { Items = [] } = await dynamo.documents.send(
        new QueryCommand({
          TableName: dynamo.tables.orders,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :outbox)',
          ExpressionAttributeValues: {
            ':pk': `${tenant.merchantId}.${tenant.mode}#${id}`,
            ':outbox': 'OUTBOX#',
          },
          ConsistentRead: true,
        }),
      );
      return Items;
    },
    /** What a sweeper would find by then. */
    overdue: (before: Date) =>
      dynamoWorkStore(dynamo.documents, dynamo.tables.orders).overdue(before, 100),
    /** More cards come in. */
    restock: async (product: Product, count: number) => {
      const stock = { tenant: product.tenant, productId: product.id };
      const batchId = shop.deps.runtime.newId('cardBatch');
      const { batch } = await shop.inventory.openBatch(aBatch(product, { batchId }), count);
      const { firstSerial } = batch;
      const text = (line: number) => `${batchId} ${line}`;
      await shop.inventory.addCards(stock, someCards(count, { firstSerial, text }), {
        resumed: false,
      });
    },
  };
  return till;
};
export type Till = ReturnType<typeof aTill>;
