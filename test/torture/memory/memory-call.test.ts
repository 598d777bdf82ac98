import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MemoryCall } from './memory-call.ts';
import { createMemoryDynamo, type MemoryDynamo } from './memory-dynamo.ts';

let memory: MemoryDynamo;
beforeEach(() => {
  memory = createMemoryDynamo();
});

const KEY = { pk: 'p', sk: 's' };
const aPut = (item: Record<string, unknown> = {}) =>
  new PutCommand({ TableName: memory.tables.orders, Item: { ...KEY, ...item } });
const anIncrement = () => ({
  TableName: memory.tables.orders,
  Key: KEY,
  UpdateExpression: 'ADD n :one',
  ExpressionAttributeValues: { ':one': 1 },
});

describe('a gate', () => {
  it('hears what each call is about', async () => {
    const calls: MemoryCall[] = [];
    const documents = memory.client(async (call, execute) => {
      calls.push(call);
      return execute();
    });
    const { orders, inventory, idempotency } = memory.tables;
    await documents.send(aPut());
    await documents.send(new GetCommand({ TableName: orders, Key: KEY }));
    await documents.send(
      new BatchGetCommand({
        RequestItems: { [orders]: { Keys: [KEY] }, [inventory]: { Keys: [KEY] } },
      }),
    );
    await documents.send(
      new BatchWriteCommand({
        RequestItems: { [idempotency]: [{ DeleteRequest: { Key: { pk: 'q' } } }] },
      }),
    );
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Update: anIncrement() },
          { Delete: { TableName: inventory, Key: { pk: 'a', sk: 'b' } } },
          { Put: { TableName: orders, Item: { pk: 'c', sk: 'd', e: 1 } } },
        ],
      }),
    );
    const key = { table: 'orders', ...KEY };
    expect(calls).toEqual([
      { name: 'Put', tables: ['orders'], writes: true, keys: [key] },
      { name: 'Get', tables: ['orders'], writes: false, keys: [] },
      { name: 'BatchGet', tables: ['orders', 'inventory'], writes: false, keys: [] },
      {
        name: 'BatchWrite',
        tables: ['idempotency'],
        writes: true,
        keys: [{ table: 'idempotency', pk: 'q', sk: '' }],
      },
      {
        name: 'TransactWrite',
        tables: ['orders', 'inventory'],
        writes: true,
        keys: [
          key,
          { table: 'inventory', pk: 'a', sk: 'b' },
          { table: 'orders', pk: 'c', sk: 'd' },
        ],
      },
    ]);
  });

  it('can lose a request and an answer', async () => {
    const lost = new Error('lost');
    const noRequest = memory.client(() => Promise.reject(lost));
    await expect(noRequest.send(aPut())).rejects.toBe(lost);
    expect(memory.items('orders')).toEqual([]);
    const noAnswer = memory.client((_, execute) => {
      execute();
      return Promise.reject(lost);
    });
    await expect(noAnswer.send(aPut())).rejects.toBe(lost);
    expect(memory.items('orders')).toEqual([KEY]);
  });

  it('can repeat a call: a transaction then happens once, another write again', async () => {
    const twice = memory.client(async (_, execute) => {
      execute();
      return execute();
    });
    await twice.send(new TransactWriteCommand({ TransactItems: [{ Update: anIncrement() }] }));
    expect(memory.items('orders')).toMatchObject([{ n: 1 }]);
    await twice.send(new UpdateCommand(anIncrement()));
    expect(memory.items('orders')).toMatchObject([{ n: 3 }]);
  });

  it('can repeat a transaction that was refused, which is then decided anew', async () => {
    const again = memory.client(async (_, execute) => {
      try {
        return execute();
      } catch {
        await memory.client().send(aPut());
        return execute();
      }
    });
    const update = { ...anIncrement(), ConditionExpression: 'attribute_exists(pk)' };
    await again.send(new TransactWriteCommand({ TransactItems: [{ Update: update }] }));
    expect(memory.items('orders')).toMatchObject([{ n: 1 }]);
  });
});

describe('the stream', () => {
  it('has every change of its table with both images, and nothing that changed nothing', async () => {
    const documents = memory.client();
    await documents.send(aPut({ n: 1 }));
    await documents.send(aPut({ n: 1n }));
    await documents.send(aPut({ n: 2 }));
    for (const TableName of [memory.tables.orders, memory.tables.orders]) {
      await documents.send(new DeleteCommand({ TableName, Key: KEY }));
    }
    await documents.send(new PutCommand({ TableName: memory.tables.inventory, Item: KEY }));
    expect(memory.stream).toEqual([
      { table: 'orders', eventName: 'INSERT', newImage: { ...KEY, n: 1 } },
      {
        table: 'orders',
        eventName: 'MODIFY',
        newImage: { ...KEY, n: 2 },
        oldImage: { ...KEY, n: 1 },
      },
      { table: 'orders', eventName: 'REMOVE', oldImage: { ...KEY, n: 2 } },
    ]);
  });
});
