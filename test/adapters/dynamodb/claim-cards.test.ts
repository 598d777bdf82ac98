import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeCardWrite } from '#shared/adapters/dynamodb/card-writes.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import type { InventoryStore, Shelf } from '#shared/application/ports/inventory-store.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { Card } from '#shared/domain/stock/card.ts';
import { cardSerial } from '#shared/domain/stock/card-position.ts';
import { aProduct } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { interceptedClient } from '#test/support/intercept.ts';
import { aBatch, someCards } from '#test/support/stock.ts';

let dynamo: Dynamo;
let store: InventoryStore;
beforeAll(async () => {
  dynamo = await startDynamo();
  store = dynamoInventoryStore({
    documents: dynamo.documents,
    tableName: dynamo.tables.inventory,
  });
});
afterAll(() => dynamo.stop());

const importCards = async (product: Product, count: number): Promise<Card[]> => {
  const batchId = `batch-${Math.random()}`;
  const { batch } = await store.openBatch(aBatch(product, { batchId }), count);
  const cards = someCards(count, {
    firstSerial: batch.firstSerial,
    lanes: product.stockLanes,
  });
  const stock = { tenant: product.tenant, productId: product.id };
  await store.addCards(stock, cards, { resumed: false });
  return cards;
};

const aStockedProduct = async (count: number, fields: Partial<Product> = {}): Promise<Product> => {
  const product = aProduct(fields);
  await store.createProduct(product);
  if (count > 0) await importCards(product, count);
  return product;
};

const look = async (
  product: Product,
  options: { window?: number; claim?: number } = {},
): Promise<Shelf> => {
  const shelf = await store.readShelf(product.tenant, product.id, {
    lane: 0,
    window: options.window ?? 200,
    claim: options.claim,
  });
  if (!shelf) throw new Error('the product exists');
  return shelf;
};

const claim = async (
  product: Product,
  quantity: number,
  window?: number,
): Promise<number[] | undefined> =>
  (await look(product, { claim: quantity, window })).claimed?.map(({ position }) =>
    cardSerial(position),
  );

const sell = async (product: Product, serials: readonly number[]): Promise<void> => {
  const { cards } = await look(product);
  await dynamo.documents.send(
    new TransactWriteCommand({
      TransactItems: cards
        .filter(({ position }) => serials.includes(cardSerial(position)))
        .map((card) => takeCardWrite(dynamo.tables.inventory, product.tenant, product.id, card)),
    }),
  );
};

const range = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index);

describe('claiming cards in a rush', () => {
  test.each([
    { buyers: 64, quantity: 1, lanes: 1, window: 10 },
    { buyers: 40, quantity: 5, lanes: 1, window: 10 },
    { buyers: 40, quantity: 5, lanes: 4, window: 100 },
  ])(
    '$buyers buyers of $quantity at once are pointed at different cards ($lanes lanes)',
    async ({ buyers, quantity, lanes, window }) => {
      // Lanes are chosen at random: each has room for everybody.
      const product = await aStockedProduct(buyers * quantity * lanes, { stockLanes: lanes });
      const claims = await Promise.all(
        range(0, buyers).map(() => claim(product, quantity, window)),
      );
      const serials = claims.flatMap((claimed) => claimed ?? []);
      expect(claims.map((claimed) => claimed?.length)).toEqual(Array(buyers).fill(quantity));
      expect(new Set(serials).size).toBe(buyers * quantity);
      if (lanes === 1) expect(serials.sort((a, b) => a - b)).toEqual(range(0, serials.length));
    },
  );

  test('a claim reserves nothing: what a vanished buyer was pointed at stays first in line', async () => {
    const product = await aStockedProduct(10);
    expect(await claim(product, 3)).toEqual([0, 1, 2]);
    expect((await look(product)).cards.map(({ position }) => cardSerial(position))).toEqual(
      range(0, 10),
    );
  });

  test('claims begin behind what calm buyers have sold', async () => {
    const product = await aStockedProduct(30);
    expect(await claim(product, 1)).toEqual([0]);
    await sell(product, range(0, 20));
    expect(await claim(product, 2)).toEqual([20, 21]);
  });

  test('cards that were sold inside a range are made up from the next one', async () => {
    const product = await aStockedProduct(30);
    await sell(product, [1, 2, 4]);
    expect(await claim(product, 5)).toEqual([0, 3, 5, 6, 7]);
    expect(await claim(product, 2)).toEqual([8, 9]);
  });

  test.each([5, 200])('a gap in the line is skipped in one step (window %d)', async (window) => {
    const product = await aStockedProduct(3);
    // Opened and never filled, e.g. by a call that lost the race for the batch's name.
    await store.openBatch(aBatch(product, { batchId: 'empty' }), 10_000);
    await importCards(product, 20);
    expect(await claim(product, 3, window)).toEqual([0, 1, 2]);
    expect(await claim(product, 3, window)).toEqual([10_003, 10_004, 10_005]);
    expect(await claim(product, 3, window)).toEqual([10_006, 10_007, 10_008]);
  });

  test('at the end of the line nothing is claimed, and the shelf shows what is left', async () => {
    const product = await aStockedProduct(5);
    await claim(product, 4);
    const shelf = await look(product, { claim: 2 });
    expect(shelf.claimed).toBeUndefined();
    expect(shelf.cards).toHaveLength(5);
    for (let round = 0; round < 5; round += 1) expect(await claim(product, 2)).toBeUndefined();
  });

  test('buyers who find nothing to claim do not push the marker past the next import', async () => {
    const product = await aStockedProduct(2);
    for (let round = 0; round < 20; round += 1) await claim(product, 10);
    await importCards(product, 30);
    const claimed = await claim(product, 3);
    expect(claimed?.[0]).toBeLessThanOrEqual(12);
    expect(claimed).toHaveLength(3);
  });

  test('a marker that is too busy costs the buyer the claim and not the sale', async () => {
    const product = await aStockedProduct(5);
    const busy = dynamoInventoryStore({
      documents: interceptedClient(dynamo.endpoint, {
        before: (command) => {
          if (command === 'UpdateItemCommand') {
            throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
          }
        },
      }),
      tableName: dynamo.tables.inventory,
    });
    const options = { lane: 0, window: 5, claim: 2 };
    const shelf = await busy.readShelf(product.tenant, product.id, options);
    expect(shelf?.claimed).toBeUndefined();
    expect(shelf?.cards).toHaveLength(5);
  });

  test('an empty shelf, a loop product and another merchant have nothing to claim', async () => {
    expect((await look(await aStockedProduct(0), { claim: 1 })).claimed).toBeUndefined();
    const loop = await aStockedProduct(3, { cardKind: 'loop' });
    expect((await look(loop, { claim: 1 })).claimed).toBeUndefined();
    const stranger = { ...loop.tenant, mode: 'test' as const };
    const options = { lane: 0, window: 5, claim: 1 };
    expect(await store.readShelf(stranger, loop.id, options)).toBeUndefined();
  });
});
