import { dynamoBrokenTenants } from '#shared/adapters/dynamodb/broken-tenants.ts';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoKnowledgeReader } from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoProbeStore } from '#shared/adapters/dynamodb/probe-store.ts';
import { probeChannels } from '#shared/application/routing/probe-channels.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { scheduleHandler } from '#shared/platform/schedule-handler.ts';
import { channelServices } from '../wiring/channel-services.ts';
import { learningServices } from '../wiring/learning-services.ts';

/** Each minute: broken channels whose pause is over are tested with synthetic orders. */
export const handler = scheduleHandler('routing', ({ log }) => {
  const documents = createDocumentClient();
  const table = { documents, tableName: readEnvironment(ENV.channelsTable)[ENV.channelsTable] };
  const deps = {
    ...channelServices(documents),
    ...learningServices(documents),
    knowledge: dynamoKnowledgeReader(table),
    probes: dynamoProbeStore(table),
    broken: dynamoBrokenTenants(table),
    runtime: systemRuntime,
    log,
  };
  return () => probeChannels(deps);
});
