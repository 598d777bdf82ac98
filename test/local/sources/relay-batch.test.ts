import { describe, expect, it } from 'vitest';
import { type RelayPorts, relayBatch } from '#infra/local/sources/relay-batch.ts';
import type { StreamRecord } from '#infra/local/sources/stream-records.ts';
import type { StreamMapping } from '#infra/local/template/local-model.ts';

const NOW_SECONDS = 1_000_000;

const mapping = (change: Partial<StreamMapping> = {}): StreamMapping => ({
  tableName: 'orders',
  streamArn: 'arn:stream',
  functionName: 'relay',
  functionArn: 'arn:relay',
  batchSize: 100,
  startingPosition: 'TRIM_HORIZON',
  reportsItemFailures: true,
  bisects: true,
  retryAttempts: 5,
  maxAgeSeconds: 60,
  onFailureQueue: 'failed',
  filters: [],
  ...change,
});

const records = (...sequences: number[]): StreamRecord[] =>
  sequences.map((sequence) => ({
    dynamodb: { SequenceNumber: String(sequence), ApproximateCreationDateTime: NOW_SECONDS },
  }));

/** Runs batches with a function that fails on some records, and remembers what happened. */
const relayWith = async (
  batch: readonly StreamRecord[],
  fails: (sequence: number, call: number) => 'throws' | 'reports' | undefined,
  change: Partial<StreamMapping> = {},
  nowMillis = NOW_SECONDS * 1_000,
) => {
  const calls: number[][] = [];
  const givenUp: number[][] = [];
  let checkpoint = 0;
  const numbers = (some: readonly StreamRecord[]) =>
    some.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
  const ports: RelayPorts = {
    invoke: async (some) => {
      calls.push(numbers(some));
      const verdicts = numbers(some).map((sequence) => ({
        sequence,
        verdict: fails(sequence, calls.length),
      }));
      if (verdicts.some(({ verdict }) => verdict === 'throws')) throw new Error('poison');
      return {
        batchItemFailures: verdicts
          .filter(({ verdict }) => verdict === 'reports')
          .map(({ sequence }) => ({ itemIdentifier: String(sequence) })),
      };
    },
    giveUp: async (some) => {
      givenUp.push(numbers(some));
    },
    passed: ({ dynamodb }) => {
      checkpoint = Number(dynamodb.SequenceNumber);
    },
    backOff: async () => {},
    now: () => nowMillis,
  };
  await relayBatch(batch, mapping(change), ports);
  return { calls, givenUp, checkpoint };
};

describe('relaying a batch of a stream', () => {
  it('moves the checkpoint behind a batch that succeeded', async () => {
    const { calls, checkpoint } = await relayWith(records(1, 2, 3), () => undefined);
    expect(calls).toEqual([[1, 2, 3]]);
    expect(checkpoint).toBe(3);
  });

  it('goes on with the first record that the function reports as failed', async () => {
    const { calls, givenUp } = await relayWith(records(1, 2, 3), (sequence, call) =>
      sequence === 2 && call === 1 ? 'reports' : undefined,
    );
    expect(calls).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
    expect(givenUp).toEqual([]);
  });

  it('halves a batch that made the function throw, until the record that does it is alone', async () => {
    const { calls, givenUp, checkpoint } = await relayWith(
      records(1, 2, 3, 4),
      (sequence) => (sequence === 3 ? 'throws' : undefined),
      { retryAttempts: 3 },
    );
    expect(calls).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]);
    expect(givenUp).toEqual([[3]]);
    expect(checkpoint).toBe(4);
  });

  it('repeats the whole batch when it is not to be halved', async () => {
    const { calls } = await relayWith(
      records(1, 2),
      (_sequence, call) => (call < 3 ? 'throws' : undefined),
      { bisects: false },
    );
    expect(calls).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  it('gives a batch up after its retries and goes on behind it', async () => {
    const { calls, givenUp, checkpoint } = await relayWith(records(7), () => 'throws', {
      retryAttempts: 2,
    });
    expect(calls).toHaveLength(3);
    expect(givenUp).toEqual([[7]]);
    expect(checkpoint).toBe(7);
  });

  it('gives records up that are too old, without trying', async () => {
    const { calls, givenUp } = await relayWith(
      records(1),
      () => undefined,
      {},
      (NOW_SECONDS + 61) * 1_000,
    );
    expect(calls).toEqual([]);
    expect(givenUp).toEqual([[1]]);
  });

  it('leaves the checkpoint before what was not finished when the stack stops', async () => {
    let checkpoint = 0;
    const stopped = relayBatch(records(1, 2, 3), mapping(), {
      invoke: async () => ({ batchItemFailures: [{ itemIdentifier: '2' }] }),
      giveUp: async () => {},
      passed: ({ dynamodb }) => {
        checkpoint = Number(dynamodb.SequenceNumber);
      },
      backOff: () => Promise.reject(new Error('stopping')),
      now: () => NOW_SECONDS * 1_000,
    });
    await expect(stopped).rejects.toThrow('stopping');
    expect(checkpoint).toBe(1);
  });
});
