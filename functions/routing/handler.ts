import { dynamoChannelStore } from '#shared/adapters/dynamodb/channel-store.ts';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoKnowledgeReader } from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoLeaseStore } from '#shared/adapters/dynamodb/lease-store.ts';
import { dynamoOrderReader } from '#shared/adapters/dynamodb/order-reader.ts';
import { dynamoRoutingSettings } from '#shared/adapters/dynamodb/routing-settings-store.ts';
import { dynamoRuleHits } from '#shared/adapters/dynamodb/rule-hits.ts';
import { dynamoRuleStore } from '#shared/adapters/dynamodb/rule-store.ts';
import { dynamoWatchList } from '#shared/adapters/dynamodb/watch-list.ts';
import { createProviderHttp } from '#shared/adapters/http/provider-http.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { api } from '#shared/platform/http/api.ts';
import { observe } from '#shared/platform/observe.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { apiServices } from '../wiring/api-services.ts';
import { routingGuidance } from '../wiring/routing-guidance.ts';
import { adviseOnChannels } from './advise-on-channels.ts';
import { changeChannelStatus } from './change-channel-status.ts';
import { changeSettings } from './change-settings.ts';
import { channelHealth } from './channel-health.ts';
import { createChannel } from './create-channel.ts';
import { decideRouting } from './decide-routing.ts';
import { deleteShadowRules } from './delete-shadow-rules.ts';
import { listChannels } from './list-channels.ts';
import { listRuleVersions } from './list-rule-versions.ts';
import { promoteRules } from './promote-rules.ts';
import { readChannel } from './read-channel.ts';
import { readRules } from './read-rules.ts';
import { readSettings } from './read-settings.ts';
import { replayRouting } from './replay-routing.ts';
import { rollBackRules } from './roll-back-rules.ts';
import { testChannel } from './test-channel.ts';
import { updateChannel } from './update-channel.ts';
import { writeRules } from './write-rules.ts';

const environment = readEnvironment(
  ENV.channelsTable,
  ENV.ordersTable,
  ENV.sealingKey,
  ENV.callbacksBaseUrl,
);
const documents = createDocumentClient();
const channelsTable = { documents, tableName: environment[ENV.channelsTable] };
const deps = {
  channels: dynamoChannelStore(channelsTable),
  watched: dynamoWatchList(channelsTable),
  orders: dynamoOrderReader(documents, environment[ENV.ordersTable]),
  rules: dynamoRuleStore(channelsTable),
  settings: dynamoRoutingSettings(channelsTable),
  knowledge: dynamoKnowledgeReader(channelsTable),
  ruleHits: dynamoRuleHits(channelsTable),
  guidance: routingGuidance(documents, observe('routing').log),
  registry: channelRegistry,
  sealer: createSealer(environment[ENV.sealingKey]),
  http: createProviderHttp({
    allowPrivateAddresses: process.env[ENV.allowPrivateAddresses] === 'true',
  }),
  leases: dynamoLeaseStore({ documents, tableName: environment[ENV.channelsTable] }),
  callbacksBaseUrl: environment[ENV.callbacksBaseUrl],
  runtime: systemRuntime,
  now: systemRuntime.now,
};

export const handler = api(apiServices('routing', documents), [
  createChannel(deps),
  listChannels(deps),
  channelHealth(deps),
  adviseOnChannels(deps),
  readChannel(deps),
  updateChannel(deps),
  ...changeChannelStatus(deps),
  testChannel(deps),
  decideRouting(deps),
  replayRouting(deps),
  readRules(deps),
  writeRules(deps),
  listRuleVersions(deps),
  rollBackRules(deps),
  promoteRules(deps),
  deleteShadowRules(deps),
  readSettings(deps),
  ...changeSettings(deps),
]);
