import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamoChannelStore } from '#shared/adapters/dynamodb/channel-store.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import { dynamoOrderPeek } from '#shared/adapters/dynamodb/order-peek.ts';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { newRowOf } from '#shared/adapters/dynamodb/order-stream.ts';
import { dynamoWorkStore } from '#shared/adapters/dynamodb/work-store.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  aChannel,
  anAttempt,
  anOrder,
  aProduct,
  aTenant,
  CHANNEL_A,
  later,
  NOW,
} from '#test/support/builders.ts';
import { aBatch, someCards } from '#test/support/stock.ts';
import { anEvent } from '#test/support/webhook-builders.ts';
import { createMemoryDynamo, type MemoryDynamo } from './memory-dynamo.ts';

let memory: MemoryDynamo;
beforeEach(() => {
  memory = createMemoryDynamo();
});

const inTable = (table: 'inventory' | 'channels') => ({
  documents: memory.client(),
  tableName: memory.tables[table],
});

const aStockedProduct = async (count: number) => {
  const inventory = dynamoInventoryStore(inTable('inventory'));
  const product = aProduct();
  const stock = { tenant: product.tenant, productId: product.id };
  await inventory.createProduct(product);
  const { batch } = await inventory.openBatch(aBatch(product), count);
  const cards = someCards(count, { firstSerial: batch.firstSerial });
  await inventory.addCards(stock, cards, { resumed: false });
  return { inventory, product, stock, cards };
};

describe('on the memory DynamoDB', () => {
  it('stock is imported once, shown in order and claimed', async () => {
    const { inventory, product, stock, cards } = await aStockedProduct(60);
    const again = await inventory.addCards(stock, cards, { resumed: true });
    expect(again.duplicateLines).toEqual([]);
    const others = cards.map((card) => ({ ...card, position: `9${card.position.slice(1)}` }));
    const duplicates = await inventory.addCards(stock, others, { resumed: false });
    expect(duplicates.duplicateLines).toHaveLength(60);
    const shelf = await inventory.readShelf(product.tenant, product.id, {
      lane: 0,
      window: 5,
      claim: 2,
    });
    const positions = cards.map(({ position }) => position);
    expect(shelf?.cards.map(({ position }) => position)).toEqual(positions.slice(0, 5));
    expect(shelf?.claimed?.map(({ position }) => position)).toEqual(positions.slice(0, 2));
    expect(await inventory.freePositions(stock, 1)).toEqual(positions);
    expect(await inventory.hasFreeCards(stock, 1, 60)).toBe(true);
    expect(await inventory.hasFreeCards(stock, 1, 61)).toBe(false);
    expect(await inventory.updateProduct({ ...product, name: 'x', version: 2 })).toBe(true);
    expect(await inventory.updateProduct({ ...product, name: 'y', version: 2 })).toBe(false);
    const listed = await inventory.listProducts(product.tenant, { limit: 10 });
    expect(listed.products).toMatchObject([{ id: product.id, name: 'x' }]);
  });

  it('an order takes its cards and a share of the cap, or is refused for what it lacks', async () => {
    const { inventory, product, stock } = await aStockedProduct(2);
    const orders = dynamoOrderStore(memory.client(), memory.tables);
    const shelf = await inventory.readShelf(product.tenant, product.id, { lane: 0, window: 2 });
    const [first = [], second = []] = (shelf?.cards ?? []).map((card) => [card]);
    const order = anOrder({}, product);
    const attempt = anAttempt(order);
    const cap = { kind: 'reserve', channelId: CHANNEL_A, day: '2026-05-01' } as const;
    const caps = [{ ...cap, amount: order.amount, cap: money('CNY', 1_000) }];
    const change = {
      order,
      previousVersion: 0,
      attempts: [attempt],
      cards: { kind: 'take', cards: first },
      caps,
      events: [anEvent({ tenant: order.tenant, objectId: order.id })],
    } as const;
    expect(await orders.record(change)).toEqual({ kind: 'recorded' });
    const stored = await orders.load(order.tenant, order.id);
    expect([stored?.order, stored?.attempts, stored?.cards]).toEqual([order, [attempt], first]);
    expect(await inventory.freePositions(stock, 1)).toHaveLength(1);
    const channels = dynamoChannelStore(inTable('channels'));
    expect(await channels.readCaps(order.tenant, [cap])).toEqual(new Map([[CHANNEL_A, 990n]]));

    expect(await orders.record(change)).toEqual({ kind: 'order_changed' });
    const late = anOrder({}, product);
    const taken = { order: late, previousVersion: 0, cards: change.cards };
    expect(await orders.record(taken)).toEqual({ kind: 'cards_taken' });
    const capped = { ...taken, cards: { kind: 'take', cards: second } as const, caps };
    expect(await orders.record(capped)).toEqual({ kind: 'cap_reached', channelId: CHANNEL_A });
    expect(await orders.load(late.tenant, late.id)).toBeUndefined();
  });

  it('an order is listed, swept, peeked at and passed on', async () => {
    const documents = memory.client();
    const orders = dynamoOrderStore(documents, memory.tables);
    const order = anOrder({ reservation: 'held' });
    const attempt = anAttempt(order);
    const events = [anEvent({ tenant: order.tenant, objectId: order.id })];
    await orders.record({ order, previousVersion: 0, attempts: [attempt], events });
    const listed = await orders.list(order.tenant, {}, { limit: 10 }, NOW);
    expect(listed).toEqual({ orders: [order], hasMore: false });
    expect(await orders.expiredHolds(order.tenant, order.product.id, later(86_400), 10)).toEqual([
      order.id,
    ]);
    const peek = dynamoOrderPeek(documents, memory.tables.orders);
    expect(
      await Promise.all([
        peek.order(order.tenant, order.id),
        peek.attempt(order.tenant, attempt.id),
      ]),
    ).toEqual([order, attempt]);
    const work = dynamoWorkStore(documents, memory.tables.orders);
    const overdue = await work.overdue(later(86_400), 10);
    expect(overdue.map(({ kind }) => kind).sort()).toEqual(['attempt', 'order', 'outbox']);
    const rows = memory.stream.map(({ newImage = {} }) => newRowOf(marshall(newImage)));
    expect(rows.map((row) => row?.kind)).toEqual(['order', 'attempt', 'outbox']);
    const entries = rows.flatMap((row) => (row?.kind === 'outbox' ? [row.entry] : []));
    expect(entries.map((entry) => entry.events)).toEqual([events]);
    await work.removeOutbox(entries);
    expect(memory.items('orders')).toHaveLength(2);
    expect(memory.stream.at(-1)).toMatchObject({ eventName: 'REMOVE' });
  });

  it('an account is stored, found by its id alone and changed by one of two', async () => {
    const channels = dynamoChannelStore(inTable('channels'));
    const channel = aChannel(aTenant(), { dailyCap: money('CNY', 2n ** 53n - 1n) });
    await channels.create(channel);
    await expect(channels.create(channel)).rejects.toThrow(/cancel/i);
    expect(await channels.list(channel.tenant)).toEqual([channel]);
    expect(await channels.findOwner(channel.id)).toEqual(channel.tenant);
    const edits = [1, 2].map((n) => channels.update({ ...channel, label: `${n}`, version: 2 }));
    expect(await Promise.all(edits)).toEqual([true, false]);
  });
});
