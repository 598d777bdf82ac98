import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { reportProblem } from '../report-problem.ts';
import { eventFilter } from './event-filter.ts';
import { type RelayPorts, relayBatch } from './relay-batch.ts';
import { reportGivenUp } from './report-given-up.ts';
import type { StreamFeed } from './stream-feed.ts';
import { recordsSchema, type StreamRecord, sequenceOf } from './stream-records.ts';

/** As often as Lambda looks at a shard, nearly. It gathers what happens meanwhile into one batch. */
const POLL_MILLIS = 250;
const MAX_RECORDS = 1_000;
const FIRST_BACK_OFF_MILLIS = 200;
const LONGEST_BACK_OFF_MILLIS = 10_000;
const PAUSE_AFTER_ERROR_MILLIS = 1_000;

const iteratorSchema = z.object({ ShardIterator: z.string() });

/** Reads a shard until it is closed or the stack stops. Never rejects: what fails is tried again. */
export const readShard = async (
  options: StreamFeed,
  shardId: string,
  signal: AbortSignal,
): Promise<void> => {
  const { mapping, state, streams } = options;
  const checkpointName = `checkpoint ${mapping.functionName} ${options.emulatorStreamArn} ${shardId}`;
  const passes = eventFilter(mapping.filters);
  const passed = (record: StreamRecord) => state.write(checkpointName, sequenceOf(record));
  const ports = relayPorts(options, shardId, signal, passed);

  const relay = async (records: readonly StreamRecord[]): Promise<void> => {
    const wanted = records.filter(passes);
    for (let start = 0; start < wanted.length; start += mapping.batchSize) {
      await relayBatch(wanted.slice(start, start + mapping.batchSize), mapping, ports);
    }
    const last = records.at(-1);
    if (last) passed(last);
  };

  let iterator: string | undefined;
  while (!signal.aborted) {
    try {
      iterator ??= await openShard(options, shardId, state.read(checkpointName));
      const answer = await streams('GetRecords', { ShardIterator: iterator, Limit: MAX_RECORDS });
      const { Records, NextShardIterator } = recordsSchema.parse(answer);
      await relay(Records);
      if (NextShardIterator === undefined) return;
      iterator = NextShardIterator;
      if (Records.length < MAX_RECORDS) await pause(POLL_MILLIS, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      reportProblem(`stream of ${mapping.tableName}`, error);
      // Begins again behind the last checkpoint.
      iterator = undefined;
      await pause(PAUSE_AFTER_ERROR_MILLIS);
    }
  }
};

const openShard = async (
  { mapping, emulatorStreamArn, isNew, streams }: StreamFeed,
  shardId: string,
  checkpoint: string | undefined,
): Promise<string> => {
  const from =
    checkpoint !== undefined
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: checkpoint }
      : { ShardIteratorType: isNew ? 'TRIM_HORIZON' : mapping.startingPosition };
  const shard = { StreamArn: emulatorStreamArn, ShardId: shardId };
  return iteratorSchema.parse(await streams('GetShardIterator', { ...shard, ...from }))
    .ShardIterator;
};

const relayPorts = (
  options: StreamFeed,
  shardId: string,
  signal: AbortSignal,
  passed: RelayPorts['passed'],
): RelayPorts => {
  const { mapping, invoker, region } = options;
  return {
    invoke: (records) =>
      invoker.invoke(mapping.functionName, {
        Records: records.map((record) => ({
          ...record,
          awsRegion: region,
          eventSourceARN: mapping.streamArn,
        })),
      }),
    giveUp: (records, attempts) => reportGivenUp(options, shardId, records, attempts),
    passed,
    backOff: (attempts) =>
      pause(Math.min(FIRST_BACK_OFF_MILLIS * 2 ** attempts, LONGEST_BACK_OFF_MILLIS), undefined, {
        signal,
      }),
    now: () => Date.now(),
  };
};
