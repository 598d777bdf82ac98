import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  type BatchWriteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { batchWrite } from '#shared/adapters/dynamodb/batch-write.ts';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { anAttempt, anOrder, CHANNEL_A } from '#test/support/builders.ts';

const CONFLICT = { __type: 'com.amazonaws.dynamodb.v20120810#TransactionConflictException' };

/** A client whose DynamoDB answers so often with a conflict, then with success. */
const clientWith = async (conflicts: number) => {
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      calls += 1;
      const refused = calls <= conflicts;
      response.writeHead(refused ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(refused ? CONFLICT : {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const documents = createDocumentClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  onTestFinished(() => documents.destroy());
  const put = () => documents.send(new PutCommand({ TableName: 't', Item: { pk: 'a' } }));
  return { put, calls: () => calls };
};

describe('a single write that meets a transaction', () => {
  test('is repeated until it is through', async () => {
    const { put, calls } = await clientWith(2);
    await put();
    expect(calls()).toBe(3);
  });

  test('is given up after four calls', async () => {
    const { put, calls } = await clientWith(100);
    await expect(put()).rejects.toMatchObject({ name: 'TransactionConflictException' });
    expect(calls()).toBe(4);
  });
});

describe('a batch of writes that is done in part', () => {
  /** Does so many of each call. */
  const partly = (perCall: number) => {
    const done: unknown[] = [];
    const documents = {
      send: async ({ input }: BatchWriteCommand) => {
        const wanted = input.RequestItems?.t ?? [];
        done.push(...wanted.slice(0, perCall));
        return { UnprocessedItems: { t: wanted.slice(perCall) } };
      },
    } as unknown as DynamoDBDocumentClient;
    return { documents, done };
  };
  const requests = Array.from({ length: 30 }, (_, n) => ({
    PutRequest: { Item: { pk: String(n) } },
  }));

  test('is finished in rounds, with a pause before each repetition', async () => {
    const { documents, done } = partly(10);
    const pauses: number[] = [];
    await batchWrite(documents, 't', requests, async (round) => void pauses.push(round));
    expect(done).toEqual(requests);
    expect(pauses).toEqual([1, 2]);
  });

  test('is given up after eight rounds without progress', async () => {
    const { documents } = partly(0);
    const pauses: number[] = [];
    const writing = batchWrite(documents, 't', requests, async (round) => void pauses.push(round));
    await expect(writing).rejects.toThrow('25 entries of a batch were left over');
    expect(pauses).toHaveLength(7);
  });
});

describe("a provider's answer that gives a cap back", () => {
  const order = anOrder();
  const failed = anAttempt(order, { state: 'failed', version: 2 });
  const release = {
    kind: 'release',
    channelId: CHANNEL_A,
    day: '2026-05-01',
    amount: order.amount,
  } as const;
  /** An order store whose DynamoDB throws so often, then writes. */
  const storeThat = (error: unknown, times: number) => {
    let calls = 0;
    const documents = {
      send: async () => {
        calls += 1;
        if (calls <= times) throw error;
        return {};
      },
    } as unknown as DynamoDBDocumentClient;
    const tables = { orders: 'o', inventory: 'i', channels: 'c' };
    return { store: dynamoOrderStore(documents, tables, async () => {}), calls: () => calls };
  };
  const conflict = new TransactionCanceledException({
    $metadata: {},
    message: 'cancelled',
    CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
  });

  test('is written again when other attempts move the same cap', async () => {
    const { store, calls } = storeThat(conflict, 2);
    expect(await store.recordAttempt(order.tenant, failed, [release])).toEqual({
      kind: 'recorded',
    });
    expect(calls()).toBe(3);
  });

  test('is told to be contended after five tries', async () => {
    const { store, calls } = storeThat(conflict, 100);
    expect(await store.recordAttempt(order.tenant, failed, [release])).toEqual({
      kind: 'contended',
    });
    expect(calls()).toBe(5);
  });

  test('a single write that the SDK gave up is contended, not an exception', async () => {
    const single = new TransactionConflictException({ $metadata: {}, message: 'conflict' });
    const { store } = storeThat(single, 1);
    expect(await store.recordAttempt(order.tenant, failed)).toEqual({ kind: 'contended' });
  });
});
