import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adviseOnChannels } from '#functions/routing/advise-on-channels.ts';
import { changeChannelStatus } from '#functions/routing/change-channel-status.ts';
import { changeSettings } from '#functions/routing/change-settings.ts';
import { channelHealth } from '#functions/routing/channel-health.ts';
import { createChannel } from '#functions/routing/create-channel.ts';
import { decideRouting } from '#functions/routing/decide-routing.ts';
import { deleteShadowRules } from '#functions/routing/delete-shadow-rules.ts';
import { listChannels } from '#functions/routing/list-channels.ts';
import { listRuleVersions } from '#functions/routing/list-rule-versions.ts';
import { promoteRules } from '#functions/routing/promote-rules.ts';
import { readChannel } from '#functions/routing/read-channel.ts';
import { readRules } from '#functions/routing/read-rules.ts';
import { readSettings } from '#functions/routing/read-settings.ts';
import { replayRouting } from '#functions/routing/replay-routing.ts';
import { rollBackRules } from '#functions/routing/roll-back-rules.ts';
import { testChannel } from '#functions/routing/test-channel.ts';
import { updateChannel } from '#functions/routing/update-channel.ts';
import { writeRules } from '#functions/routing/write-rules.ts';
import { dynamoChannelStore } from '#shared/adapters/dynamodb/channel-store.ts';
import { dynamoKnowledgeReader } from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoOrderReader } from '#shared/adapters/dynamodb/order-reader.ts';
import { dynamoRoutingSettings } from '#shared/adapters/dynamodb/routing-settings-store.ts';
import { dynamoRuleHits } from '#shared/adapters/dynamodb/rule-hits.ts';
import { dynamoRuleStore } from '#shared/adapters/dynamodb/rule-store.ts';
import { dynamoWatchList } from '#shared/adapters/dynamodb/watch-list.ts';
import { createProviderHttp } from '#shared/adapters/http/provider-http.ts';
import { createKeyFile } from '#shared/adapters/kms/key-file.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { NO_GUIDANCE } from '#shared/application/routing/route-payment.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { channelObject } from '#shared/contract/api/channels.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { dynamoReplyCache } from '#shared/platform/http/idempotency.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';
import { anApi, type HttpRequest } from '../../support/http-call.ts';

export const CALLBACKS_BASE_URL = 'https://callbacks.example.com';

export interface HttpReply {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
}

/** The routing API on the emulator, with the real providers and a real key file; callers are made up by the test. */
export const startRoutingApi = async () => {
  const dynamo: Dynamo = await startDynamo();
  const directory = await mkdtemp(join(tmpdir(), 'arteria-routing-'));
  const keyFile = join(directory, 'sealing.key');
  await createKeyFile(keyFile);
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  const channelsTable = { documents: dynamo.documents, tableName: dynamo.tables.channels };
  const channels = dynamoChannelStore(channelsTable);
  const ruleHits = dynamoRuleHits(channelsTable);
  const sealer = createSealer(`file:${keyFile}`);
  const deps = {
    channels,
    watched: dynamoWatchList(channelsTable),
    orders: dynamoOrderReader(dynamo.documents, dynamo.tables.orders),
    rules: dynamoRuleStore(channelsTable),
    settings: dynamoRoutingSettings(channelsTable),
    knowledge: dynamoKnowledgeReader(channelsTable),
    ruleHits,
    guidance: { read: async () => NO_GUIDANCE, noteAttempt: () => {} },
    registry: channelRegistry,
    sealer,
    http: createProviderHttp({ allowPrivateAddresses: true }),
    leases: leasesInMemory(),
    callbacksBaseUrl: CALLBACKS_BASE_URL,
    runtime: systemRuntime,
    now: systemRuntime.now,
  };
  const callers: Caller[] = [];
  const send = anApi(
    [
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
    ],
    { callers, replies: dynamoReplyCache(dynamo.documents, dynamo.tables.idempotency) },
  );
  /** Somebody with a valid key: of a new merchant unless told otherwise. */
  const newKey = (tenant: Tenant = newTenant()): Caller => {
    const caller = { tenant, keyId: systemRuntime.newId('apiKey') };
    callers.push(caller);
    return caller;
  };
  const call = async (
    as: Caller | undefined,
    route: string,
    body?: unknown,
    headers?: HttpRequest['headers'],
  ): Promise<HttpReply> => {
    const [method = '', target = ''] = route.split(' ');
    const [path = '', query] = target.split('?');
    const reply = await send({ as, method, path, query, body, headers });
    return { status: reply.status, body: reply.json, text: reply.text };
  };
  return {
    dynamo,
    channels,
    ruleHits,
    sealer,
    newKey,
    call,
    stop: async () => {
      await dynamo.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

export const newTenant = (mode: Tenant['mode'] = 'test'): Tenant => ({
  merchantId: systemRuntime.newId('merchant'),
  mode,
});

/** Adds an account and gives its id. */
export const addChannel = async (
  { call }: RoutingApi,
  key: Caller,
  overrides: Record<string, unknown> = {},
): Promise<string> => {
  const reply = await call(key, 'POST /v1/channels', epayAccount(overrides));
  if (reply.status !== 201) throw new Error(`no channel was made: ${reply.text}`);
  return channelObject.parse(reply.body).id;
};

export type RoutingApi = Awaited<ReturnType<typeof startRoutingApi>>;

/** An epay account as a merchant sends it. */
export const epayAccount = (overrides: Record<string, unknown> = {}) => ({
  provider: 'epay',
  label: 'My gateway',
  config: {
    gatewayUrl: 'https://pay.example.com/',
    pid: '1001',
    protocol: 'v1',
    accessMode: 'page',
  },
  credentials: { key: 'merchant-key-of-the-tests' },
  ...overrides,
});
