import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeCardWrite } from '#shared/adapters/dynamodb/card-writes.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import type { InventoryStore, NewCard } from '#shared/application/ports/inventory-store.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { aProduct } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { type Intercept, interceptedClient } from '#test/support/intercept.ts';
import { aBatch, someCards } from '#test/support/stock.ts';

let dynamo: Dynamo;
let store: InventoryStore;
beforeAll(async () => {
  dynamo = await startDynamo();
  store = storeWith({});
});
afterAll(() => dynamo.stop());

const storeWith = (intercepts: { before?: Intercept; after?: Intercept }): InventoryStore =>
  dynamoInventoryStore({
    documents: interceptedClient(dynamo.endpoint, intercepts),
    tableName: dynamo.tables.inventory,
  });

const stockOf = (product: Product) => ({ tenant: product.tenant, productId: product.id });

const aStoredProduct = async (): Promise<Product> => {
  const product = aProduct();
  await store.createProduct(product);
  return product;
};

const freeLines = async (product: Product): Promise<string[]> => {
  const shelf = await store.readShelf(product.tenant, product.id, { lane: 0, window: 1_000 });
  return (shelf?.cards ?? []).map(({ position }) => position);
};

const sell = (product: Product, card: NewCard) =>
  dynamo.documents.send(
    new TransactWriteCommand({
      TransactItems: [takeCardWrite(dynamo.tables.inventory, product.tenant, product.id, card)],
    }),
  );

const cancelled = (code: string) =>
  new TransactionCanceledException({
    $metadata: {},
    message: 'cancelled',
    CancellationReasons: [{ Code: 'None' }, { Code: code }],
  });

describe('adding cards', () => {
  test('every card is added once, whatever the size of the batch', async () => {
    for (const count of [1, 50, 51, 230]) {
      const product = await aStoredProduct();
      const { key } = aBatch(product);
      const cards = someCards(key, count);
      const answer = await store.addCards(stockOf(product), key, cards, { resumed: false });
      expect(answer.duplicateLines).toEqual([]);
      expect(await freeLines(product)).toEqual(cards.map(({ position }) => position));
    }
  });

  test.each([false, true])(
    'cards of another batch are reported by line and the rest is added (resumed: %s)',
    async (resumed) => {
      const product = await aStoredProduct();
      const old = aBatch(product);
      const known = new Set([1, 2, 60, 119, 120]);
      const oldCards = [...known].map((line, index) => ({
        ...(someCards(old.key, known.size, { text: () => '' })[index] as NewCard),
        fingerprint: (someCards('x', line)[line - 1] as NewCard).fingerprint,
      }));
      await store.addCards(stockOf(product), old.key, oldCards, { resumed: false });
      await sell(product, oldCards[0] as NewCard);
      const { key } = aBatch(product);
      const cards = someCards(key, 120, { text: (line) => `x ${line}` });
      const answer = await store.addCards(stockOf(product), key, cards, { resumed });
      expect(answer.duplicateLines).toEqual([...known]);
      const free = await freeLines(product);
      expect(free).toHaveLength(4 + 115);
      expect(free.filter((position) => position.startsWith(key))).toEqual(
        cards.filter(({ line }) => !known.has(line)).map(({ position }) => position),
      );
    },
  );

  test('the same card in another product is no duplicate', async () => {
    const products = [await aStoredProduct(), await aStoredProduct()];
    for (const product of products) {
      const { key } = aBatch(product);
      const cards = someCards(key, 3, { text: (line) => `same ${line}` });
      const answer = await store.addCards(stockOf(product), key, cards, { resumed: false });
      expect(answer.duplicateLines).toEqual([]);
    }
  });

  test.each(['before', 'after'] as const)(
    'a crash %s any transaction loses no card and adds none twice when the import resumes',
    async (moment) => {
      for (const crashAt of [1, 2, 3]) {
        const product = await aStoredProduct();
        const { key } = aBatch(product);
        const cards = someCards(key, 130);
        const crashing = storeWith({
          [moment]: (command: string, call: number) => {
            if (command === 'TransactWriteItemsCommand' && call >= crashAt) {
              throw new Error('crash');
            }
          },
        });
        await expect(
          crashing.addCards(stockOf(product), key, cards, { resumed: false }),
        ).rejects.toThrow('crash');
        // One that was added is sold before the import goes on: it must not come back.
        const sold = (await freeLines(product))[0];
        const soldCard = cards.find(({ position }) => position === sold);
        if (soldCard) await sell(product, soldCard);
        // As the use case does: the second call seals anew, so ids differ and positions do not.
        const answer = await store.addCards(stockOf(product), key, someCards(key, 130), {
          resumed: true,
        });
        expect(answer.duplicateLines).toEqual([]);
        expect(await freeLines(product)).toEqual(
          cards.map(({ position }) => position).filter((position) => position !== sold),
        );
      }
    },
  );

  test('the same import twice at once adds every card once', async () => {
    const product = await aStoredProduct();
    const { key } = aBatch(product);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        store.addCards(stockOf(product), key, someCards(key, 200), { resumed: false }),
      ),
    );
    expect(answers).toEqual(Array(4).fill({ duplicateLines: [] }));
    expect(await freeLines(product)).toHaveLength(200);
  });

  test('two batches with the same cards at once: each card goes to one of them', async () => {
    const product = await aStoredProduct();
    const batches = [aBatch(product), aBatch(product)];
    const answers = await Promise.all(
      batches.map(({ key }) =>
        store.addCards(
          stockOf(product),
          key,
          someCards(key, 150, { text: (line) => `shared ${line}` }),
          { resumed: false },
        ),
      ),
    );
    const refused = answers.flatMap(({ duplicateLines }) => duplicateLines).sort((a, b) => a - b);
    expect(refused).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    expect(await freeLines(product)).toHaveLength(150);
  });

  test.each(['TransactionConflict', 'ThrottlingError'])('%s is waited out', async (code) => {
    const product = await aStoredProduct();
    const { key } = aBatch(product);
    const busy = storeWith({
      before: (command, call) => {
        if (command === 'TransactWriteItemsCommand' && call <= 3) throw cancelled(code);
      },
    });
    const answer = await busy.addCards(stockOf(product), key, someCards(key, 60), {
      resumed: false,
    });
    expect(answer.duplicateLines).toEqual([]);
    expect(await freeLines(product)).toHaveLength(60);
  });

  test('a transaction that is refused for another reason is an error, not a duplicate', async () => {
    const product = await aStoredProduct();
    const { key } = aBatch(product);
    const broken = storeWith({
      before: (command) => {
        if (command === 'TransactWriteItemsCommand') throw cancelled('ItemCollectionSizeLimit');
      },
    });
    await expect(
      broken.addCards(stockOf(product), key, someCards(key, 1), { resumed: false }),
    ).rejects.toThrow('cancelled');
  });
});
