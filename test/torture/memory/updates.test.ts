import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryDynamo, type MemoryDynamo } from './memory-dynamo.ts';

let memory: MemoryDynamo;
beforeEach(() => {
  memory = createMemoryDynamo();
});

const KEY = { pk: 'p', sk: 's' };
const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

const update = async (
  before: Record<string, unknown> | undefined,
  UpdateExpression: string,
  values: Record<string, unknown> = {},
) => {
  const [documents, TableName] = [memory.client(), memory.tables.orders];
  if (before) await documents.send(new PutCommand({ TableName, Item: { ...KEY, ...before } }));
  await documents.send(
    new UpdateCommand({
      TableName,
      Key: KEY,
      UpdateExpression,
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    }),
  );
  const { Item } = await documents.send(new GetCommand({ TableName, Key: KEY }));
  return Item;
};

describe('an update', () => {
  it.each([
    ['SET a = b, b = a', { a: 1, b: 2 }, {}, { a: 2, b: 1 }],
    ['SET a = a - :n, b = a', { a: 5 }, { ':n': 7 }, { a: -2, b: 5 }],
    ['SET a = if_not_exists(a, :n)', { a: null }, { ':n': 1 }, { a: null }],
    ['SET a = if_not_exists(b, :n) + :n', {}, { ':n': 1 }, { a: 2 }],
    ['SET a = list_append(:l, a)', { a: [1] }, { ':l': [2] }, { a: [2, 1] }],
    ['SET a = m.list[1]', { m: { list: [1, 2] } }, {}, { m: { list: [1, 2] }, a: 2 }],
    ['SET a = :n REMOVE b, c', { b: 1 }, { ':n': 1 }, { a: 1 }],
    ['ADD a :n', {}, { ':n': -3n }, { a: -3 }],
    ['ADD a :n, b :n', { b: 1 }, { ':n': 1 }, { a: 1, b: 2 }],
    ['ADD a :n', { a: LARGEST }, { ':n': 2 }, { a: LARGEST + 2n }],
    ['ADD a :n', { a: LARGEST + 2n }, { ':n': -2 }, { a: Number(LARGEST) }],
    ['ADD a :s', { a: new Set(['x']) }, { ':s': new Set(['y']) }, { a: new Set(['x', 'y']) }],
    [
      'DELETE a :s',
      { a: new Set(['x', 'y']) },
      { ':s': new Set(['y', 'z']) },
      { a: new Set(['x']) },
    ],
    ['DELETE a :s', { a: new Set([1]) }, { ':s': new Set([1n]) }, {}],
    ['set a = :n add b :n', {}, { ':n': 1 }, { a: 1, b: 1 }],
  ])('%s', async (expression, before, values, after) => {
    expect(await update(before, expression, values)).toStrictEqual({ ...KEY, ...after });
  });

  it('makes an item that is not there, unless it only removes', async () => {
    expect(await update(undefined, 'REMOVE a')).toBeUndefined();
    expect(await update(undefined, 'DELETE a :s', { ':s': new Set(['x']) })).toBeUndefined();
    expect(memory.stream).toEqual([]);
    expect(await update(undefined, 'SET a = :n REMOVE b', { ':n': 1 })).toEqual({ ...KEY, a: 1 });
    expect(memory.stream).toMatchObject([{ eventName: 'INSERT', newImage: { a: 1 } }]);
  });

  it.each([
    ['SET a = b', {}],
    ['SET a = a + :n', { ':n': 1 }],
    ['SET text = text + :n', { ':n': 1 }],
    ['SET a = list_append(text, :l)', { ':l': [] }],
    ['ADD text :n', { ':n': 1 }],
    ['ADD a :t', { ':t': 'x' }],
    ['ADD tags :s', { ':s': new Set([1]) }],
    ['DELETE text :s', { ':s': new Set(['x']) }],
    ['SET pk = :t', { ':t': 'x' }],
    ['SET a = :n REMOVE a', { ':n': 1 }],
    ['SET a = :n SET b = :n', { ':n': 1 }],
    ['SET a = :n, ', { ':n': 1 }],
    ['SET workKey = :n', { ':n': 1 }],
    ['SET workAt = :t', { ':t': '' }],
    ['a = :n', { ':n': 1 }],
  ])('is refused and changes nothing: %s', async (expression, values) => {
    const before = { text: 'x', tags: new Set(['a']) };
    await expect(update(before, expression, values)).rejects.toMatchObject({
      name: 'ValidationException',
    });
    expect(memory.items('orders')).toEqual([{ ...KEY, ...before }]);
  });

  it.each([
    ['SET map.inner = :n', { ':n': 1 }],
    ['REMOVE list[0]', {}],
    ['SET half = half + :n', { ':n': 1 }],
    ['SET a = some_function(b)', {}],
  ])('is not guessed at: %s', async (expression, values) => {
    await expect(update({ half: 0.5 }, expression, values)).rejects.toThrow(/does not know/);
  });

  it.each([
    ['NONE', undefined],
    ['ALL_OLD', { ...KEY, a: 1, b: 2 }],
    ['UPDATED_OLD', { a: 1 }],
    ['ALL_NEW', { ...KEY, a: 5, b: 2, c: 5 }],
    ['UPDATED_NEW', { a: 5, c: 5 }],
  ] as const)('answers %s', async (ReturnValues, attributes) => {
    const [documents, TableName] = [memory.client(), memory.tables.orders];
    await documents.send(new PutCommand({ TableName, Item: { ...KEY, a: 1, b: 2 } }));
    const input = {
      TableName,
      UpdateExpression: 'SET a = :n, c = :n',
      ExpressionAttributeValues: { ':n': 5 },
      ReturnValues,
    };
    const answer = await documents.send(new UpdateCommand({ ...input, Key: KEY }));
    expect(answer.Attributes).toEqual(attributes);
    const fresh = await documents.send(new UpdateCommand({ ...input, Key: { ...KEY, sk: 'new' } }));
    expect(fresh.Attributes !== undefined).toBe(ReturnValues.endsWith('NEW'));
  });
});
