import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { changeChannelStatus } from '#functions/routing/change-channel-status.ts';
import { channelHealth } from '#functions/routing/channel-health.ts';
import { createChannel } from '#functions/routing/create-channel.ts';
import { decideRouting } from '#functions/routing/decide-routing.ts';
import { listChannels } from '#functions/routing/list-channels.ts';
import { readChannel } from '#functions/routing/read-channel.ts';
import { testChannel } from '#functions/routing/test-channel.ts';
import { updateChannel } from '#functions/routing/update-channel.ts';
import { dynamoChannelStore } from '#shared/adapters/dynamodb/channel-store.ts';
import { createProviderHttp } from '#shared/adapters/http/provider-http.ts';
import { createKeyFile } from '#shared/adapters/kms/key-file.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { channelObject } from '#shared/contract/api/routing.ts';
import { ENV, ORIGIN_SECRET_HEADER } from '#shared/contract/environment.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { api } from '#shared/platform/http/api.ts';
import { dynamoReplyCache } from '#shared/platform/http/idempotency.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';

export const CALLBACKS_BASE_URL = 'https://callbacks.example.com';
const ORIGIN_SECRET = 'origin-secret-of-the-tests';

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
  process.env[ENV.originSecret] = ORIGIN_SECRET;
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  const channels = dynamoChannelStore({
    documents: dynamo.documents,
    tableName: dynamo.tables.channels,
  });
  const sealer = createSealer(`file:${keyFile}`);
  const deps = {
    channels,
    registry: channelRegistry,
    sealer,
    http: createProviderHttp({ allowPrivateAddresses: true }),
    callbacksBaseUrl: CALLBACKS_BASE_URL,
    runtime: systemRuntime,
    now: systemRuntime.now,
  };
  const tenants = new Map<string, Tenant>();
  const handler = api(
    {
      stage: 'routing',
      authenticate: async (bearer) => {
        const tenant = tenants.get(bearer);
        return tenant && { tenant, keyId: systemRuntime.newId('apiKey') };
      },
      replies: dynamoReplyCache(dynamo.documents, dynamo.tables.idempotency),
    },
    [
      createChannel(deps),
      listChannels(deps),
      channelHealth(deps),
      readChannel(deps),
      updateChannel(deps),
      ...changeChannelStatus(deps),
      testChannel(deps),
      decideRouting(deps),
    ],
  );
  const newKey = (tenant: Tenant = newTenant()): string => {
    const key = `sk_${tenant.mode}_${systemRuntime.newSecret()}`;
    tenants.set(key, tenant);
    return key;
  };
  const call = async (
    key: string | undefined,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HttpReply> => {
    const [method = '', target = ''] = route.split(' ');
    const [path = '', query = ''] = target.split('?');
    const result = await handler(
      {
        version: '2.0',
        routeKey: '$default',
        rawPath: path,
        rawQueryString: query,
        headers: {
          [ORIGIN_SECRET_HEADER]: ORIGIN_SECRET,
          'content-type': 'application/json',
          ...(key ? { authorization: `Bearer ${key}` } : {}),
          ...headers,
        },
        requestContext: {
          http: { method, path, protocol: 'HTTP/1.1', sourceIp: '198.51.100.1', userAgent: 'test' },
          requestId: systemRuntime.newSecret(),
          domainName: 'pay.example.com',
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        isBase64Encoded: false,
      } as unknown as APIGatewayProxyEventV2,
      { getRemainingTimeInMillis: () => 30_000 } as Context,
    );
    const text = result.body ?? '';
    return {
      status: result.statusCode ?? 0,
      body: text === '' ? undefined : JSON.parse(text),
      text,
    };
  };
  return {
    dynamo,
    channels,
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
  key: string,
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
