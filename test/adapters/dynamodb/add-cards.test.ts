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
import { someCards } from '#test/support/stock.ts';

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

const freePositions = async (product: Product): Promise<string[]> => {
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
      const cards = someCards(count);
      const answer = await store.addCards(stockOf(product), cards, { resumed: false });
      expect(answer.duplicateLines).toEqual([]);
      expect(await freePositions(product)).toEqual(cards.map(({ position }) => position));
    }
  });

  test.each([false, true])(
    'cards of another import are reported by line and the rest is added (resumed: %s)',
    async (resumed) => {
      const product = await aStoredProduct();
      const known = [1, 2, 60, 119, 120];
      const text = (line: number) => `x ${line}`;
      const oldCards = someCards(known.length, { text: (line) => text(known[line - 1] ?? 0) });
      await store.addCards(stockOf(product), oldCards, { resumed: false });
      await sell(product, oldCards[0] as NewCard);
      const cards = someCards(120, { firstSerial: 50, text });
      const answer = await store.addCards(stockOf(product), cards, { resumed });
      expect(answer.duplicateLines).toEqual(known);
      expect(await freePositions(product)).toEqual(
        [...oldCards.slice(1), ...cards.filter(({ line }) => !known.includes(line))].map(
          ({ position }) => position,
        ),
      );
    },
  );

  test('the same card in another product is no duplicate', async () => {
    const products = [await aStoredProduct(), await aStoredProduct()];
    for (const product of products) {
      const cards = someCards(3, { text: (line) => `same ${line}` });
      const answer = await store.addCards(stockOf(product), cards, { resumed: false });
      expect(answer.duplicateLines).toEqual([]);
    }
  });

  test.each(['before', 'after'] as const)(
    'a crash %s any transaction loses no card and adds none twice when the import resumes',
    async (moment) => {
      for (const crashAt of [1, 2, 3]) {
        const product = await aStoredProduct();
        const cards = someCards(130);
        const crashing = storeWith({
          [moment]: (command: string, call: number) => {
            if (command === 'TransactWriteItemsCommand' && call >= crashAt) {
              throw new Error('crash');
            }
          },
        });
        await expect(
          crashing.addCards(stockOf(product), cards, { resumed: false }),
        ).rejects.toThrow('crash');
        // One that was added is sold before the import goes on: it must not come back.
        const sold = (await freePositions(product))[0];
        const soldCard = cards.find(({ position }) => position === sold);
        if (soldCard) await sell(product, soldCard);
        // As the use case does: the second call seals anew, so ids differ and positions do not.
        const answer = await store.addCards(stockOf(product), someCards(130), {
          resumed: true,
        });
        expect(answer.duplicateLines).toEqual([]);
        expect(await freePositions(product)).toEqual(
          cards.map(({ position }) => position).filter((position) => position !== sold),
        );
      }
    },
  );

  test('the same import twice at once adds every card once', async () => {
    const product = await aStoredProduct();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        store.addCards(stockOf(product), someCards(200), { resumed: false }),
      ),
    );
    expect(answers).toEqual(Array(4).fill({ duplicateLines: [] }));
    expect(await freePositions(product)).toHaveLength(200);
  });

  test('two imports with the same cards at once: each card goes to one of them', async () => {
    const product = await aStoredProduct();
    const answers = await Promise.all(
      [0, 150].map((firstSerial) =>
        store.addCards(
          stockOf(product),
          someCards(150, { firstSerial, text: (line) => `shared ${line}` }),
          { resumed: false },
        ),
      ),
    );
    const refused = answers.flatMap(({ duplicateLines }) => duplicateLines).sort((a, b) => a - b);
    expect(refused).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    expect(await freePositions(product)).toHaveLength(150);
  });

  test.each(['TransactionConflict', 'ThrottlingError'])('%s is waited out', async (code) => {
    const product = await aStoredProduct();
    const busy = storeWith({
      before: (command, call) => {
        if (command === 'TransactWriteItemsCommand' && call <= 3) throw cancelled(code);
      },
    });
    const answer = await busy.addCards(stockOf(product), someCards(60), {
      resumed: false,
    });
    expect(answer.duplicateLines).toEqual([]);
    expect(await freePositions(product)).toHaveLength(60);
  });

  test('a transaction that is refused for another reason is an error, not a duplicate', async () => {
    const product = await aStoredProduct();
    const broken = storeWith({
      before: (command) => {
        if (command === 'TransactWriteItemsCommand') throw cancelled('ItemCollectionSizeLimit');
      },
    });
    await expect(
      broken.addCards(stockOf(product), someCards(1), { resumed: false }),
    ).rejects.toThrow('cancelled');
  });
});
