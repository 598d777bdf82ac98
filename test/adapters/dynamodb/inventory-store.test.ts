import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveBackCardWrite, takeCardWrite } from '#shared/adapters/dynamodb/card-writes.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import type { InventoryStore, NewCard } from '#shared/application/ports/inventory-store.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { Card } from '#shared/domain/stock/card.ts';
import { pickCards } from '#shared/domain/stock/pick-cards.ts';
import { aProduct, aTenant } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { interceptedClient } from '#test/support/intercept.ts';
import { aBatch, someCards } from '#test/support/stock.ts';

let dynamo: Dynamo;
let store: InventoryStore;
let tableName: string;
beforeAll(async () => {
  dynamo = await startDynamo();
  tableName = dynamo.tables.inventory;
  store = dynamoInventoryStore({ documents: dynamo.documents, tableName });
});
afterAll(() => dynamo.stop());

const stockOf = (product: Product) => ({ tenant: product.tenant, productId: product.id });

const aStoredProduct = async (fields: Partial<Product> = {}): Promise<Product> => {
  const product = aProduct(fields);
  await store.createProduct(product);
  return product;
};

/** A product with `count` free cards of one batch. */
const aStockedProduct = async (count: number, fields: Partial<Product> = {}) => {
  const product = await aStoredProduct(fields);
  const { batch } = await store.openBatch(aBatch(product), count);
  const { firstSerial } = batch;
  const cards = someCards(count, { firstSerial, lanes: product.stockLanes });
  await store.addCards(stockOf(product), cards, { resumed: false });
  return { product, cards };
};

const textOf = (card: Card): string => Buffer.from(card.sealed.data).toString();

const shelfTexts = async (product: Product, lane = 0): Promise<string[]> => {
  const shelf = await store.readShelf(product.tenant, product.id, { lane, window: 1_000 });
  return (shelf?.cards ?? []).map(textOf);
};

const write = (...items: ReturnType<typeof takeCardWrite>[]) =>
  dynamo.documents.send(new TransactWriteCommand({ TransactItems: items }));

const take = (product: Product, card: Card) =>
  takeCardWrite(tableName, product.tenant, product.id, card);
const giveBack = (product: Product, card: Card) =>
  giveBackCardWrite(tableName, product.tenant, product.id, card);

describe('products', () => {
  test('a stored product is read back as it was', async () => {
    const product = await aStoredProduct({ description: '卡密', lowStockNotified: true });
    expect(await store.readProduct(product.tenant, product.id)).toEqual(product);
  });

  test("another merchant's product, and the other mode's, do not exist", async () => {
    const product = await aStoredProduct();
    const others = [aTenant(), { ...product.tenant, mode: 'test' as const }];
    for (const tenant of others) {
      expect(await store.readProduct(tenant, product.id)).toBeUndefined();
      expect(await store.readShelf(tenant, product.id, { lane: 0, window: 5 })).toBeUndefined();
      expect(await store.updateProduct({ ...product, tenant, version: 2 })).toBe(false);
      expect((await store.listProducts(tenant, { limit: 10 })).products).toEqual([]);
    }
  });

  test('of two edits of the same version one is stored and the other is told', async () => {
    const product = await aStoredProduct();
    const edits = ['first', 'second'].map((name) => ({ ...product, name, version: 2 }));
    const stored = await Promise.all(edits.map((edit) => store.updateProduct(edit)));
    expect(stored.sort()).toEqual([false, true]);
    const read = await store.readProduct(product.tenant, product.id);
    expect(read?.version).toBe(2);
  });

  test('an edit does not take back a low-stock notice, and a refill does', async () => {
    const product = await aStoredProduct({ lowStockNotified: true });
    await store.updateProduct({ ...product, lowStockNotified: false, name: 'New', version: 2 });
    expect(await store.readProduct(product.tenant, product.id)).toMatchObject({
      name: 'New',
      lowStockNotified: true,
    });
    await store.clearLowStockNotice(stockOf(product));
    await store.clearLowStockNotice(stockOf(product));
    const read = await store.readProduct(product.tenant, product.id);
    expect(read?.lowStockNotified).toBe(false);
  });

  test('the list shows every product once, newest first, page by page', async () => {
    const tenant = aTenant();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.push((await aStoredProduct({ tenant })).id);
    ids.sort().reverse();
    const seen: string[] = [];
    let hasMore = true;
    while (hasMore) {
      const page = await store.listProducts(tenant, { limit: 2, startingAfter: seen.at(-1) });
      expect(page.products.length).toBeLessThanOrEqual(2);
      seen.push(...page.products.map(({ id }) => id));
      hasMore = page.hasMore;
    }
    expect(seen).toEqual(ids);
  });
});

describe('shelf', () => {
  test('one read of lane 0 gives the product and the first cards in the order of their lines', async () => {
    const { product, cards } = await aStockedProduct(120);
    const shelf = await store.readShelf(product.tenant, product.id, { lane: 0, window: 5 });
    expect(shelf?.product).toEqual(product);
    expect(shelf?.cards.map(textOf)).toEqual(cards.slice(0, 5).map(textOf));
    expect(await shelfTexts(product)).toEqual(cards.map(textOf));
  });

  test('cards are dealt to lanes in turn, and every lane keeps the order', async () => {
    const { product, cards } = await aStockedProduct(10, { stockLanes: 3 });
    for (const lane of [0, 1, 2]) {
      const shelf = await store.readShelf(product.tenant, product.id, { lane, window: 50 });
      expect(shelf?.product.id).toBe(product.id);
      expect(shelf?.cards.map(textOf)).toEqual(
        cards.filter((_, index) => index % 3 === lane).map(textOf),
      );
    }
  });

  test('the batch that was opened first is sold first', async () => {
    const product = await aStoredProduct();
    const opened = [];
    for (const batchId of ['b', 'a']) {
      opened.push(await store.openBatch(aBatch(product, { batchId }), 3));
    }
    const batches = opened.map(({ batch: { firstSerial } }) => someCards(3, { firstSerial }));
    for (const cards of [...batches].reverse()) {
      await store.addCards(stockOf(product), cards, { resumed: false });
    }
    expect(await shelfTexts(product)).toEqual(batches.flat().map(textOf));
  });

  test('a card is taken once: 64 buyers at once get 40 cards, each another one', async () => {
    const { product, cards } = await aStockedProduct(40);
    const buy = async (): Promise<Card | undefined> => {
      for (;;) {
        const shelf = await store.readShelf(product.tenant, product.id, { lane: 0, window: 40 });
        if (!shelf || shelf.cards.length === 0) return undefined;
        const [card] = pickCards({
          cards: shelf.cards,
          quantity: 1,
          contended: true,
          random: Math.random,
        });
        if (!card) return undefined;
        try {
          await write(take(product, card));
          return card;
        } catch (error) {
          expect((error as Error).name).toBe('TransactionCanceledException');
        }
      }
    };
    const bought = await Promise.all(Array.from({ length: 64 }, buy));
    const texts = bought.filter((card) => card !== undefined).map(textOf);
    expect(texts.sort()).toEqual(cards.map(textOf).sort());
    expect(await shelfTexts(product)).toEqual([]);
  });

  test('an order of several cards gets all of them or none', async () => {
    const { product, cards } = await aStockedProduct(3);
    const [a, b, c] = cards as [NewCard, NewCard, NewCard];
    await write(take(product, b));
    await expect(write(take(product, a), take(product, b), take(product, c))).rejects.toThrow();
    expect(await shelfTexts(product)).toEqual([textOf(a), textOf(c)]);
  });

  test('a card that is given back is the next to be sold, and giving it back twice fails', async () => {
    const { product, cards } = await aStockedProduct(3);
    const [first] = cards as [NewCard];
    await write(take(product, first));
    await write(giveBack(product, first));
    expect(await shelfTexts(product)).toEqual(cards.map(textOf));
    await expect(write(giveBack(product, first))).rejects.toThrow(/ConditionalCheckFailed/);
    const shelf = await store.readShelf(product.tenant, product.id, { lane: 0, window: 1 });
    const { fingerprint: _fingerprint, line: _line, ...card } = first;
    expect(shelf?.cards).toEqual([{ ...card, sealed: shelf?.cards[0]?.sealed }]);
  });

  test("another merchant's card cannot be taken by its position", async () => {
    const { product, cards } = await aStockedProduct(1);
    const [card] = cards as [NewCard];
    const thief = { ...product, tenant: aTenant() };
    await expect(write(take(thief, card))).rejects.toThrow(/ConditionalCheckFailed/);
    expect(await shelfTexts(product)).toHaveLength(1);
  });
});

describe('counting', () => {
  test('every free card is counted, over all lanes and pages', async () => {
    const product = await aStoredProduct({ stockLanes: 2 });
    // Two thousand bytes a card: a lane is larger than one page (1 MB).
    const cards = someCards(1_200, { lanes: 2, text: (line) => `${line} ${'x'.repeat(2_000)}` });
    await store.addCards(stockOf(product), cards, { resumed: false });
    const positions = await store.freePositions(stockOf(product), 2);
    expect(positions.sort()).toEqual(cards.map(({ position }) => position));
  });

  test('"at least so many" looks over all lanes', async () => {
    const { product } = await aStockedProduct(7, { stockLanes: 4 });
    expect(await store.hasFreeCards(stockOf(product), 4, 7)).toBe(true);
    expect(await store.hasFreeCards(stockOf(product), 4, 8)).toBe(false);
    expect(await store.hasFreeCards(stockOf(product), 4, 0)).toBe(true);
  });
});

describe('batches', () => {
  test('a name is opened once; who comes later gets the batch that has it', async () => {
    const product = await aStoredProduct();
    const batches = Array.from({ length: 8 }, (_, index) =>
      aBatch(product, { digest: `digest ${index}` }),
    );
    const opened = await Promise.all(batches.map((batch) => store.openBatch(batch, 10)));
    const [winner, ...more] = opened.filter(({ kind }) => kind === 'opened');
    expect(more).toEqual([]);
    for (const { batch } of opened) expect(batch).toEqual(winner?.batch);
  });

  test('batches opened at once get places in line that do not overlap', async () => {
    const product = await aStoredProduct();
    const opened = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        store.openBatch(aBatch(product, { batchId: `batch-${index}` }), 100),
      ),
    );
    const serials = opened.map(({ batch }) => batch.firstSerial).sort((a, b) => a - b);
    expect(serials).toEqual(Array.from({ length: 16 }, (_, index) => index * 100));
  });

  test('a low-stock notice at the same moment refuses an edit', async () => {
    const product = await aStoredProduct();
    const busy = dynamoInventoryStore({
      documents: interceptedClient(dynamo.endpoint, {
        before: (command) => {
          if (command !== 'UpdateItemCommand') return;
          throw new TransactionConflictException({ $metadata: {}, message: 'conflict' });
        },
      }),
      tableName,
    });
    expect(await busy.updateProduct({ ...product, version: 2 })).toBe(false);
  });

  test('no batch is opened for a product that does not exist', async () => {
    await expect(store.openBatch(aBatch(aProduct()), 1)).rejects.toThrow(/condition/i);
  });

  test('ten thousand refused lines are kept with the batch, by line', async () => {
    const product = await aStoredProduct();
    const batch = aBatch(product);
    const opened = await store.openBatch(batch, 3);
    const rejected = Array.from({ length: 10_000 }, (_, index) => ({
      line: index + 1,
      code: index % 2 ? ('duplicate_in_stock' as const) : ('too_long' as const),
    }));
    const closed = { ...opened.batch, state: 'imported' as const, imported: 3, rejected };
    await store.closeBatch(closed);
    // The second copy of an import that ran twice at once changes nothing.
    await store.closeBatch({ ...closed, imported: 99 });
    expect(await store.openBatch(batch, 3)).toEqual({ kind: 'exists', batch: closed });
  });

  test('are listed by name, page by page, for their product only', async () => {
    const product = await aStoredProduct();
    for (const batchId of ['c', 'a', 'b']) await store.openBatch(aBatch(product, { batchId }), 1);
    await store.openBatch(aBatch(await aStoredProduct({ tenant: product.tenant })), 1);
    const first = await store.listBatches(stockOf(product), { limit: 2 });
    expect(first.batches.map(({ batchId }) => batchId)).toEqual(['a', 'b']);
    expect(first.hasMore).toBe(true);
    const second = await store.listBatches(stockOf(product), { limit: 2, startingAfter: 'b' });
    expect(second.batches.map(({ batchId }) => batchId)).toEqual(['c']);
    expect(second.hasMore).toBe(false);
  });
});
