import { setTimeout as pause } from 'node:timers/promises';
import { reportProblem } from '../report-problem.ts';
import type { EventSource } from './event-source.ts';
import { readShard } from './read-shard.ts';
import type { StreamFeed } from './stream-feed.ts';
import { streamSchema } from './stream-records.ts';

const PAUSE_BETWEEN_LISTS_MILLIS = 200;
const PAUSE_AFTER_ERROR_MILLIS = 1_000;

/**
 * Feeds a function from a table's stream. How far each shard was read is remembered after every batch, so that the
 * next start goes on there: a record is passed on at least once.
 */
export const readStream = (options: StreamFeed): EventSource => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const started = new Map<string, Promise<void>>();
  const open = new Set<Promise<void>>();

  const startShard = (shardId: string, parentId: string | undefined): void => {
    if (started.has(shardId)) return;
    // A child's records come after all of its parent's.
    const parent = started.get(parentId ?? '') ?? Promise.resolve();
    const reading = parent.then(() => readShard(options, shardId, signal));
    started.set(shardId, reading);
    open.add(reading);
    void reading.then(() => open.delete(reading));
  };

  const readAll = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        for (const { ShardId, ParentShardId } of await listShards(options)) {
          startShard(ShardId, ParentShardId);
        }
        // A shard ends when it is closed, and then there are new ones.
        await Promise.race(open);
        await pause(PAUSE_BETWEEN_LISTS_MILLIS);
      } catch (error) {
        reportProblem(`stream of ${options.mapping.tableName}`, error);
        await pause(PAUSE_AFTER_ERROR_MILLIS);
      }
    }
  };
  const reading = readAll();
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(open);
      await reading;
    },
  };
};

/** Parents before their children, as the service lists them. */
const listShards = async ({ streams, emulatorStreamArn }: StreamFeed) => {
  const shards: { ShardId: string; ParentShardId?: string }[] = [];
  let after: string | undefined;
  do {
    const answer = await streams('DescribeStream', {
      StreamArn: emulatorStreamArn,
      ...(after !== undefined && { ExclusiveStartShardId: after }),
    });
    const { StreamDescription } = streamSchema.parse(answer);
    shards.push(...StreamDescription.Shards);
    after = StreamDescription.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
};
