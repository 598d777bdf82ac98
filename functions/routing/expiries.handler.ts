import { dynamoChannelOwners } from '#shared/adapters/dynamodb/channel-owners.ts';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoExpiryNotices } from '#shared/adapters/dynamodb/expiry-notices.ts';
import { announceExpiries } from '#shared/application/routing/announce-expiries.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { scheduleHandler } from '#shared/platform/schedule-handler.ts';
import { channelServices } from '../wiring/channel-services.ts';

/** Each day: merchants are told of certificates and keys that end. */
export const handler = scheduleHandler('routing', ({ log, metrics }) => {
  const environment = readEnvironment(ENV.channelsTable, ENV.ordersTable);
  const documents = createDocumentClient();
  const tables = {
    channels: environment[ENV.channelsTable],
    orders: environment[ENV.ordersTable],
  };
  const deps = {
    ...channelServices(documents),
    owners: dynamoChannelOwners({ documents, tableName: tables.channels }),
    notices: dynamoExpiryNotices(documents, tables),
    runtime: systemRuntime,
    log,
    metrics,
  };
  return () => announceExpiries(deps);
});
