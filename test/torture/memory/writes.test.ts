import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  ScanCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryDynamo, type MemoryDynamo } from './memory-dynamo.ts';

let memory: MemoryDynamo;
beforeEach(() => {
  memory = createMemoryDynamo();
});

const put = (Item: Record<string, unknown>) =>
  memory.client().send(new PutCommand({ TableName: memory.tables.orders, Item }));

describe('an item', () => {
  it('comes back as the document client would give it', async () => {
    await put({
      pk: 'p',
      sk: 's',
      gone: undefined,
      method: () => 1,
      list: [1, undefined, null],
      zero: -0,
      small: 5n,
      large: 2n ** 64n,
      bytes: Buffer.from('x'),
      numbers: new Set([1n, 2n ** 64n]),
      bare: Object.assign(Object.create(null), { inner: undefined }),
    });
    expect(memory.items('orders')).toStrictEqual([
      {
        pk: 'p',
        sk: 's',
        list: [1, null],
        zero: 0,
        small: 5,
        large: 2n ** 64n,
        bytes: new Uint8Array([120]),
        numbers: new Set([1, 2n ** 64n]),
        bare: {},
      },
    ]);
  });

  it('shares nothing with what was written or answered', async () => {
    const item = { pk: 'p', sk: 's', map: { list: [1] }, bytes: new Uint8Array([1]) };
    await put(item);
    item.map.list.push(2);
    item.bytes[0] = 9;
    const get = new GetCommand({ TableName: memory.tables.orders, Key: { pk: 'p', sk: 's' } });
    const { Item } = await memory.client().send(get);
    Item?.map.list.push(3);
    Item?.bytes.fill(9);
    expect(memory.items('orders')).toEqual([
      { pk: 'p', sk: 's', map: { list: [1] }, bytes: new Uint8Array([1]) },
    ]);
  });

  it.each([
    ['an instance of a class', new Date(0)],
    ['a symbol', Symbol('x')],
    ['no number', Number.NaN],
    ['a number that is not exact', 2 ** 60],
    ['an integer of 39 digits', 10n ** 38n],
    ['an empty set', new Set()],
    ['a mixed set', new Set([1, 'a'])],
    ['a set of lists', new Set([[]])],
  ])('is not stored with %s', async (_, value) => {
    await expect(put({ pk: 'p', sk: 's', map: { value } })).rejects.toThrow();
    expect(memory.items('orders')).toEqual([]);
  });

  it.each([
    ['without its sort key', { pk: 'p' }],
    ['with an empty key', { pk: 'p', sk: '' }],
    ['with a number as its key', { pk: 1, sk: 's' }],
    ['with a number as the key of an index', { pk: 'p', sk: 's', holdUntil: 5 }],
  ])('is not stored %s', async (_, item) => {
    await expect(put(item)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('has a partition key only where the table has no sort key', async () => {
    const TableName = memory.tables.idempotency;
    await memory.client().send(new PutCommand({ TableName, Item: { pk: 'p', sk: 5 } }));
    await memory.client().send(new DeleteCommand({ TableName, Key: { pk: 'p' } }));
    expect(memory.items('idempotency')).toEqual([]);
    await expect(
      memory.client().send(new DeleteCommand({ TableName, Key: { pk: 'p', sk: 'x' } })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('a batch', () => {
  it('that is refused writes nothing', async () => {
    const requests = [
      { pk: 'p', sk: 's' },
      { pk: 'p', sk: 't', workKey: 5 },
    ].map((Item) => ({
      PutRequest: { Item },
    }));
    const RequestItems = { [memory.tables.orders]: requests };
    await expect(
      memory.client().send(new BatchWriteCommand({ RequestItems })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    expect(memory.items('orders')).toEqual([]);
  });
});

describe('a transaction', () => {
  const transact = (...TransactItems: NonNullable<TransactWriteCommandInput['TransactItems']>) =>
    memory.client().send(new TransactWriteCommand({ TransactItems }));
  const aPut = (sk: string, condition?: string) => ({
    Put: {
      TableName: memory.tables.orders,
      Item: { pk: 'p', sk },
      ...(condition && { ConditionExpression: condition }),
    },
  });

  it('names every write that refused it, in order, and writes nothing', async () => {
    await put({ pk: 'p', sk: 'there', version: 3 });
    const TableName = memory.tables.orders;
    const failed = transact(
      aPut('new'),
      {
        Delete: {
          TableName,
          Key: { pk: 'p', sk: 'there' },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      aPut('other', 'attribute_exists(pk)'),
      {
        Update: {
          TableName,
          Key: { pk: 'p', sk: 'absent' },
          UpdateExpression: 'SET a = b',
        },
      },
    );
    await expect(failed).rejects.toBeInstanceOf(TransactionCanceledException);
    await expect(failed).rejects.toMatchObject({
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Item: { pk: { S: 'p' }, sk: { S: 'there' }, version: { N: '3' } },
        },
        { Code: 'ConditionalCheckFailed' },
        { Code: 'ValidationError' },
      ],
    });
    expect(memory.items('orders')).toEqual([{ pk: 'p', sk: 'there', version: 3 }]);
    expect(memory.stream).toHaveLength(1);
  });

  it('writes to one item once, and to a hundred at most', async () => {
    const many = Array.from({ length: 101 }, (_, index) => aPut(`${index}`));
    for (const writes of [[aPut('a'), aPut('a')], many, []]) {
      await expect(transact(...writes)).rejects.toMatchObject({ name: 'ValidationException' });
    }
    await transact(...many.slice(1));
    expect(memory.items('orders')).toHaveLength(100);
  });

  it('does not overlook what it does not know', async () => {
    const TableName = memory.tables.orders;
    const check = { TableName, Key: { pk: 'p', sk: 's' }, ConditionExpression: 'a = b' };
    await expect(transact({ ConditionCheck: check })).rejects.toThrow('does not know');
    const TransactItems = [aPut('a')];
    const command = new TransactWriteCommand({ TransactItems, ClientRequestToken: 'x' });
    await expect(memory.client().send(command)).rejects.toThrow('does not know ClientRequestToken');
    const scan = new ScanCommand({ TableName });
    await expect(memory.client().send(scan)).rejects.toThrow('does not know the command Scan');
  });

  it('to a table that does not exist is refused as DynamoDB does', async () => {
    await expect(
      transact({ Put: { TableName: 'orders', Item: { pk: 'p', sk: 's' } } }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
