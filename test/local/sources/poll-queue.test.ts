import { expect, it } from 'vitest';
import { pollQueue } from '#infra/local/sources/poll-queue.ts';
import type { QueueMapping } from '#infra/local/template/local-model.ts';
import { until } from '../support/until.ts';

const mapping: QueueMapping = {
  queueName: 'jobs',
  queueArn: 'arn:aws:sqs:us-east-1:000000000000:jobs',
  functionName: 'worker',
  batchSize: 10,
  batchWindowSeconds: 0,
  maxConcurrency: undefined,
  reportsItemFailures: true,
  filters: [],
};

const message = (id: string, body: unknown = {}) => ({
  MessageId: id,
  ReceiptHandle: `handle ${id}`,
  Body: JSON.stringify(body),
  MD5OfBody: 'md5',
  Attributes: {
    ApproximateReceiveCount: '1',
    ApproximateFirstReceiveTimestamp: '1',
    SenderId: 'me',
    SentTimestamp: '1',
  },
});

/** Polls a queue whose receives answer with these batches and then with nothing. */
const poll = (
  batches: ReturnType<typeof message>[][],
  answer: () => unknown,
  change: Partial<QueueMapping> = {},
) => {
  const waiting = [...batches];
  const events: { Records: { messageId: string }[] }[] = [];
  const deleted: string[][] = [];
  const source = pollQueue({
    mapping: { ...mapping, ...change },
    queueUrl: 'http://queue',
    region: 'us-east-1',
    sqs: async (operation, input, options) => {
      if (operation === 'DeleteMessageBatch') {
        const { Entries } = input as { Entries: { ReceiptHandle: string }[] };
        deleted.push(Entries.map(({ ReceiptHandle }) => ReceiptHandle));
        return {};
      }
      const next = waiting.shift();
      if (next) return { Messages: next };
      return new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    },
    invoker: {
      invoke: async (_functionName, event) => {
        events.push(event as (typeof events)[number]);
        return answer();
      },
      use: () => ({}),
      idle: async () => {},
    },
  });
  return { events, deleted, stop: () => source.stop() };
};

it('deletes a batch that succeeded in one call', async () => {
  const polled = poll([[message('a'), message('b')]], () => undefined);
  await until('the batch is deleted', () => (polled.deleted.length > 0 ? true : undefined));
  await polled.stop();
  expect(polled.deleted).toEqual([['handle a', 'handle b']]);
});

it('deletes only what did not fail', async () => {
  const polled = poll([[message('a'), message('b')]], () => ({
    batchItemFailures: [{ itemIdentifier: 'a' }],
  }));
  await until('the rest is deleted', () => (polled.deleted.length > 0 ? true : undefined));
  await polled.stop();
  expect(polled.deleted).toEqual([['handle b']]);
});

it('deletes nothing when the function throws, and goes on with the next batch', async () => {
  let calls = 0;
  const polled = poll([[message('a')], [message('b')]], () => {
    calls += 1;
    if (calls === 1) throw new Error('a bug');
    return {};
  });
  await until('the second batch is deleted', () => (polled.deleted.length > 0 ? true : undefined));
  await polled.stop();
  expect(polled.deleted).toEqual([['handle b']]);
});

it('believes all of a batch when the mapping does not ask for failed items', async () => {
  const polled = poll([[message('a')]], () => ({ batchItemFailures: [{ itemIdentifier: 'a' }] }), {
    reportsItemFailures: false,
  });
  await until('the batch is deleted', () => (polled.deleted.length > 0 ? true : undefined));
  await polled.stop();
  expect(polled.deleted).toEqual([['handle a']]);
});

it('deletes what the filter leaves out without showing it to the function', async () => {
  const polled = poll(
    [[message('a', { kind: 'x' }), message('b', { kind: 'y' })]],
    () => ({ batchItemFailures: [{ itemIdentifier: 'b' }] }),
    { filters: [{ body: { kind: ['y'] } }] },
  );
  await until('the other is deleted', () => (polled.deleted.length > 0 ? true : undefined));
  await polled.stop();
  expect(polled.events.map(({ Records }) => Records.map(({ messageId }) => messageId))).toEqual([
    ['b'],
  ]);
  expect(polled.deleted).toEqual([['handle a']]);
});

it('told to finish, lets its poll end, works on what it brings, and polls no more', async () => {
  const poll = Promise.withResolvers<object>();
  let receives = 0;
  const deleted: unknown[] = [];
  const working = Promise.withResolvers<void>();
  const poller = pollQueue({
    mapping,
    queueUrl: 'http://queue',
    region: 'us-east-1',
    sqs: async (operation, input) => {
      if (operation === 'ReceiveMessage') {
        receives += 1;
        return poll.promise;
      }
      deleted.push(...(input as { Entries: unknown[] }).Entries);
      return {};
    },
    invoker: { invoke: () => working.promise, use: () => ({}), idle: async () => {} },
  });
  let finished = false;
  const finishing = poller.finish().then(() => {
    finished = true;
  });
  poll.resolve({ Messages: [message('a')] });
  await poll.promise;
  expect(finished).toBe(false);
  working.resolve();
  await finishing;
  expect(deleted).toHaveLength(1);
  expect(receives).toBe(1);
});

it('gathers messages for as long as the batching window is open', async () => {
  const polled = poll([[message('a')], [message('b')]], () => undefined, {
    batchSize: 2,
    batchWindowSeconds: 20,
  });
  await until('the batch is deleted', () => (polled.deleted.length > 0 ? true : undefined));
  await polled.stop();
  expect(polled.events).toHaveLength(1);
  expect(polled.deleted).toEqual([['handle a', 'handle b']]);
});
