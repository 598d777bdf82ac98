import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_CARD_LINES } from '#shared/domain/products/rejected-line.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aDeliveryApi, errorCode } from './delivery-api.ts';

let dynamo: Dynamo;
let api: ReturnType<typeof aDeliveryApi>;
beforeAll(async () => {
  dynamo = await startDynamo();
  api = aDeliveryApi(dynamo);
});
afterAll(() => dynamo.stop());

const numbered = (count: number, prefix = 'CARD'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

describe('POST /v1/products/{id}/cards', () => {
  test('201: JSON cards are sold in the order in which they came', async () => {
    const id = await api.aProductId();
    const reply = await api.imports(id, {
      batch_id: 'june',
      cards: ['AAAA', { value: 'BBBB' }, ' CCCC\t'],
    });
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      object: 'card_batch',
      id: 'june',
      product: id,
      state: 'imported',
      imported: 3,
      rejected: [],
    });
    expect(await api.shelf(id)).toEqual(['AAAA', 'BBBB', 'CCCC']);
  });

  test('201: CSV with a header', async () => {
    const id = await api.aProductId();
    const csv = '\u{feff}no,card\r\n1,AAAA\r\n2,"BB,""BB"\r\n';
    const reply = await api.imports(id, csv, 'text/csv; charset=utf-8', 'batch_id=csv-1');
    expect(reply.json).toMatchObject({ id: 'csv-1', imported: 2, rejected: [] });
    expect(await api.shelf(id)).toEqual(['AAAA', 'BB,"BB']);
  });

  test('201: plain lines', async () => {
    const id = await api.aProductId();
    const reply = await api.imports(id, 'user1----pass1\r\n\r\nuser2----密码 \n', 'text/plain');
    expect(reply.json).toMatchObject({ imported: 2, rejected: [] });
    expect(await api.shelf(id)).toEqual(['user1----pass1', 'user2----密码']);
  });

  test('201: every bad line is answered with its number and why; the others are imported', async () => {
    const id = await api.aProductId();
    await api.imports(id, { batch_id: 'first', cards: ['OLD'] });
    const reply = await api.imports(id, {
      batch_id: 'second',
      cards: ['A', '', 'A', 'OLD', 'x'.repeat(2_001), 'a\nb', 'B'],
    });
    expect(reply.status).toBe(201);
    expect(reply.json.imported).toBe(2);
    expect(
      reply.json.rejected.map(({ line, code }: { line: number; code: string }) => [line, code]),
    ).toEqual([
      [2, 'empty'],
      [3, 'duplicate_in_batch'],
      [4, 'duplicate_in_stock'],
      [5, 'too_long'],
      [6, 'invalid_character'],
    ]);
    for (const { message } of reply.json.rejected) expect(message).toMatch(/\w/);
    expect(await api.shelf(id)).toEqual(['OLD', 'A', 'B']);
  });

  test('201: the same batch again gives the same answer and adds nothing', async () => {
    const id = await api.aProductId();
    await api.imports(id, { cards: ['OLD'] });
    const body = { batch_id: 'twice', cards: ['A', 'OLD', 'A', 'B'] };
    const first = await api.imports(id, body);
    const again = await api.imports(id, body);
    expect(again.status).toBe(201);
    expect(again.json).toEqual(first.json);
    expect(await api.shelf(id)).toEqual(['OLD', 'A', 'B']);
  });

  test('201: without a name the batch is named after its cards, so that repeating it is safe', async () => {
    const id = await api.aProductId();
    const first = await api.imports(id, 'A\nB\n', 'text/plain');
    const again = await api.imports(id, { cards: ['A', 'B'] });
    expect(again.json).toEqual(first.json);
    const other = await api.imports(id, { cards: ['A', 'C'] });
    expect(other.json.id).not.toBe(first.json.id);
    expect(other.json.rejected).toMatchObject([{ line: 1, code: 'duplicate_in_stock' }]);
  });

  test('409: a batch name that holds other cards', async () => {
    const id = await api.aProductId();
    await api.imports(id, { batch_id: 'name', cards: ['A'] });
    const reply = await api.imports(id, { batch_id: 'name', cards: ['A', 'B'] });
    expect(reply.status).toBe(409);
    expect(errorCode(reply)).toBe('batch_id_reused');
    expect(await api.shelf(id)).toEqual(['A']);
  });

  test('409: a product that is delivered by hand takes no cards', async () => {
    const id = await api.aProductId({ card_kind: 'manual' });
    const reply = await api.imports(id, { cards: ['A'] });
    expect(reply.status).toBe(409);
    expect(errorCode(reply)).toBe('state_conflict');
  });

  test('500, then 201: an import that was cut off goes on under its name, without loss or duplicates', async () => {
    let broken = true;
    const flaky = aDeliveryApi(dynamo, {
      before: (command, call) => {
        if (broken && command === 'TransactWriteItemsCommand' && call > 4) throw new Error('cut');
      },
    });
    const id = await flaky.aProductId();
    const body = { batch_id: 'cut', cards: [...numbered(700), 'CARD-1'] };
    expect((await flaky.imports(id, body)).status).toBe(500);
    const batches = await flaky.call({
      method: 'GET',
      path: `/v1/products/${id}/cards/batches`,
      as: flaky.owner,
    });
    expect(batches.json.data).toMatchObject([{ id: 'cut', state: 'importing' }]);
    broken = false;
    const reply = await flaky.imports(id, body);
    expect(reply.json).toMatchObject({ state: 'imported', imported: 700 });
    expect(reply.json.rejected).toMatchObject([{ line: 701, code: 'duplicate_in_batch' }]);
    const positions = await flaky.inventory.freePositions(
      { tenant: flaky.owner.tenant, productId: id },
      1,
    );
    expect(positions).toHaveLength(700);
    expect(await flaky.shelf(id)).toEqual(numbered(500));
  });

  test('503: an import that takes too long stops before the gateway hangs up, and says how to go on', async () => {
    let millis = 0;
    const slow = aDeliveryApi(dynamo, { now: () => new Date(1_800_000_000_000 + millis) });
    const id = await slow.aProductId();
    const addCards = slow.inventory.addCards;
    slow.inventory.addCards = async (...args) => {
      millis += 12_000;
      return addCards(...args);
    };
    const body = { batch_id: 'slow', cards: numbered(1_700) };
    const first = await slow.imports(id, body);
    expect(first.status).toBe(503);
    expect(first.json.error).toMatchObject({ code: 'unavailable', retryable: true });
    expect(first.headers['retry-after']).toBe('1');
    expect((await slow.imports(id, body)).status).toBe(503);
    slow.inventory.addCards = addCards;
    const last = await slow.imports(id, body);
    expect(last.json).toMatchObject({ state: 'imported', imported: 1_700, rejected: [] });
  });

  test('a refill lets the next shortage be announced again; too few cards do not', async () => {
    const id = await api.aProductId({ low_stock_threshold: 5 });
    const { tenant } = api.owner;
    const notified = async () => (await api.inventory.readProduct(tenant, id))?.lowStockNotified;
    const { UpdateCommand } = await import('@aws-sdk/lib-dynamodb');
    const { productKey } = await import('#shared/adapters/dynamodb/product-items.ts');
    await dynamo.documents.send(
      new UpdateCommand({
        TableName: dynamo.tables.inventory,
        Key: productKey(tenant, id),
        UpdateExpression: 'SET lowStockNotified = :yes',
        ExpressionAttributeValues: { ':yes': true },
      }),
    );
    await api.imports(id, { cards: numbered(4) });
    expect(await notified()).toBe(true);
    await api.imports(id, { cards: ['ONE MORE'] });
    expect(await notified()).toBe(false);
  });

  test.each([
    ['no cards', { cards: [] }, 'cards'],
    ['a number among the cards', { cards: ['A', 7] }, 'cards[1]'],
    ['a batch name with blanks', { batch_id: 'a b', cards: ['A'] }, 'batch_id'],
    ['10,001 cards', { cards: numbered(MAX_CARD_LINES + 1) }, 'cards'],
  ])('400: %s in JSON', async (_title, body, param) => {
    const reply = await api.imports(await api.aProductId(), body);
    expect(reply.status).toBe(400);
    expect(reply.json.error).toMatchObject({ code: 'invalid_parameter', param });
  });

  test('400: 10,001 lines of text, and a CSV whose quote never closes', async () => {
    const id = await api.aProductId();
    const tooMany = await api.imports(id, numbered(MAX_CARD_LINES + 1).join('\n'), 'text/plain');
    expect(errorCode(tooMany)).toBe('invalid_parameter');
    const open = await api.imports(id, 'A\n"B\nC', 'text/csv');
    expect(errorCode(open)).toBe('invalid_parameter');
    expect(await api.shelf(id)).toEqual([]);
  });

  test('404: an unknown product, and another merchant’s', async () => {
    const id = await api.aProductId();
    const unknown = await api.imports(systemRuntime.newId('product'), { cards: ['A'] });
    expect(unknown.status).toBe(404);
    const reply = await api.call({
      method: 'POST',
      path: `/v1/products/${id}/cards`,
      body: { cards: ['A'] },
      as: api.stranger,
    });
    expect(reply.status).toBe(404);
    expect(await api.shelf(id)).toEqual([]);
  });

  test('413: two megabytes', async () => {
    const reply = await api.imports(await api.aProductId(), 'x'.repeat(2_000_000), 'text/plain');
    expect(reply.status).toBe(413);
    expect(errorCode(reply)).toBe('body_too_large');
  });

  test('415: a spreadsheet as it is', async () => {
    const reply = await api.imports(await api.aProductId(), 'PK', 'application/vnd.ms-excel');
    expect(reply.status).toBe(415);
  });
});

describe('GET /v1/products/{id}/cards/batches', () => {
  test('200: lists the batches with their results, page by page', async () => {
    const id = await api.aProductId();
    for (const name of ['b', 'a', 'c']) {
      await api.imports(id, { batch_id: name, cards: [`${name}-1`, `${name}-2`, `${name}-1`] });
    }
    const page = (query: string) =>
      api.call({
        method: 'GET',
        path: `/v1/products/${id}/cards/batches`,
        query,
        as: api.owner,
      });
    const first = await page('limit=2');
    expect(first.json).toMatchObject({
      data: [
        { id: 'a', state: 'imported', imported: 2, rejected_count: 1 },
        { id: 'b', imported: 2 },
      ],
      has_more: true,
    });
    expect((await page('limit=2&starting_after=b')).json).toMatchObject({
      data: [{ id: 'c' }],
      has_more: false,
    });
  });

  test('404: another merchant’s product', async () => {
    const id = await api.aProductId();
    const reply = await api.call({
      method: 'GET',
      path: `/v1/products/${id}/cards/batches`,
      as: api.stranger,
    });
    expect(reply.status).toBe(404);
  });
});
