import { z } from 'zod';
import type { EmulatorCalls } from '../emulators/emulator-calls.ts';
import type { Invoker } from '../functions/invoker.ts';
import type { LocalState } from '../state/local-state.ts';
import type { LocalModel, StreamMapping } from '../template/local-model.ts';
import type { EventSource } from './event-source.ts';
import { fireSchedules } from './fire-schedules.ts';
import { pollQueue } from './poll-queue.ts';
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

const streamArnSchema = z.object({ Table: z.object({ LatestStreamArn: z.string() }) });

/** Starts everything that invokes functions without a request: queues, streams, schedules. */
export const startSources = async (options: StartedSources): Promise<EventSource> => {
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
    pollQueue({
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
    stop: async () => {
      await Promise.all(all.map((source) => source.stop()));
    },
  };
};

/** The emulator names streams in a region of its own. */
const streamArnOf = async (
  { tableName }: StreamMapping,
  { dynamoDb }: EmulatorCalls,
): Promise<string> => {
  const answer = await dynamoDb('DescribeTable', { TableName: tableName });
  return streamArnSchema.parse(answer).Table.LatestStreamArn;
};
