import { z } from 'zod';
import type { EmulatorCalls } from '../emulators/emulator-calls.ts';
import type { Invoker } from '../functions/invoker.ts';
import { LocalStackError } from '../local-stack-error.ts';
import type { LocalState } from '../state/local-state.ts';
import type { LocalModel, StreamMapping } from '../template/local-model.ts';
import type { EventSource } from './event-source.ts';
import { fireSchedules } from './fire-schedules.ts';
import { type PausableQueue, pausableQueue } from './pausable-queue.ts';
import { readStream } from './read-stream.ts';

export interface StartedSources {
  readonly model: LocalModel;
  readonly emulators: EmulatorCalls;
  readonly invoker: Invoker;
  readonly state: LocalState;
  readonly newTables: ReadonlySet<string>;
  readonly accountId: string;
  readonly region: string;
}

/** Everything that starts functions without a request, and the switch of each queue. */
export interface Sources extends EventSource {
  /** See {@link PausableQueue}. @throws LocalStackError when no queue with a consumer has that name */
  pauseQueue(name: string): Promise<void>;
  resumeQueue(name: string): Promise<void>;
}

const streamArnSchema = z.object({ Table: z.object({ LatestStreamArn: z.string() }) });

/** Starts everything that invokes functions without a request: queues, streams, schedules. */
export const startSources = async (options: StartedSources): Promise<Sources> => {
  const { model, emulators, invoker, state, accountId, region } = options;
  const streams = await Promise.all(
    model.streamMappings.map(async (mapping) =>
      readStream({
        ...emulators,
        mapping,
        emulatorStreamArn: await streamArnOf(mapping, emulators),
        isNew: options.newTables.has(mapping.tableName),
        invoker,
        state,
        region,
      }),
    ),
  );
  const queues = model.queueMappings.map((mapping) =>
    pausableQueue({
      mapping,
      queueUrl: emulators.queueUrl(mapping.queueName),
      sqs: emulators.sqs,
      invoker,
      region,
    }),
  );
  const { schedules } = model;
  const all = [
    ...streams,
    ...queues,
    fireSchedules({ schedules, invoker, state, accountId, region }),
  ];
  return {
    pauseQueue: async (name) => findQueue(queues, name).pause(),
    resumeQueue: async (name) => findQueue(queues, name).resume(),
    stop: async () => {
      await Promise.all(all.map((source) => source.stop()));
    },
  };
};

/** By its name with or without the prefix of its environment. */
const findQueue = (queues: readonly PausableQueue[], wanted: string): PausableQueue => {
  const found = queues.find(({ name }) => name === wanted || name.endsWith(`-${wanted}`));
  if (!found) {
    const names = queues.map(({ name }) => name).join(', ');
    throw new LocalStackError(`No queue "${wanted}" has a consumer; these have one: ${names}.`);
  }
  return found;
};

/** The emulator names streams in a region of its own. */
const streamArnOf = async (
  { tableName }: StreamMapping,
  { dynamoDb }: EmulatorCalls,
): Promise<string> => {
  const answer = await dynamoDb('DescribeTable', { TableName: tableName });
  return streamArnSchema.parse(answer).Table.LatestStreamArn;
};
