import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoWatchList } from '#shared/adapters/dynamodb/watch-list.ts';
import { dynamoWatchTurns } from '#shared/adapters/dynamodb/watch-turns.ts';
import { watchLedgers } from '#shared/application/callbacks/watch-ledgers.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { scheduleHandler } from '#shared/platform/schedule-handler.ts';
import { channelServices } from '../wiring/channel-services.ts';
import { messageQueues } from '../wiring/message-queues.ts';

/** The next run takes over a moment later. */
const WATCH_MILLIS = 56_000;

/** Each minute, and all through it: the ledgers of channels whose provider notifies nobody. */
export const handler = scheduleHandler('callbacks', ({ log, metrics }) => {
  const documents = createDocumentClient();
  const table = { documents, tableName: readEnvironment(ENV.channelsTable)[ENV.channelsTable] };
  const deps = {
    ...channelServices(documents),
    watched: dynamoWatchList(table),
    turns: dynamoWatchTurns(table),
    queue: messageQueues(ENV.callbacksQueueUrl).callbacks,
    queued: new Set<string>(),
    runtime: systemRuntime,
    log,
    metrics,
  };
  return () => watchLedgers(deps, new Date(systemRuntime.now().getTime() + WATCH_MILLIS));
});
