import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cachedRoutingSettings,
  dynamoRoutingSettings,
} from '#shared/adapters/dynamodb/routing-settings-store.ts';
import { NO_GUIDANCE, routePayment } from '#shared/application/routing/route-payment.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { routingSettingsObject } from '#shared/contract/api/routing-settings.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { addChannel, newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const force = (key: Caller | undefined, body: Record<string, unknown>) =>
  routing.call(key, 'POST /v1/routing/force', { reason: 'a drill', ...body });

const settingsOf = async (key: Caller) =>
  routingSettingsObject.parse((await routing.call(key, 'GET /v1/routing/settings')).body);

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString();

/** The channels that a payment would try, with the settings as another process reads them. */
const orderOf = async (tenant: Tenant, now = new Date()): Promise<readonly string[]> => {
  const settings = cachedRoutingSettings(
    dynamoRoutingSettings({
      documents: routing.dynamo.documents,
      tableName: routing.dynamo.tables.channels,
    }),
  );
  const guidance = {
    read: async () => ({ ...NO_GUIDANCE, settings: await settings.read(tenant) }),
    noteAttempt: () => {},
  };
  const { order } = await routePayment(
    { channels: routing.channels, guidance, registry: channelRegistry, runtime: systemRuntime },
    tenant,
    {
      amount: money('CNY', 990),
      method: 'alipay',
      device: 'mobile',
      now,
      expiresAt: new Date(now.getTime() + 900_000),
      triedChannelIds: [],
      failedUpstreams: [],
    },
  );
  return order;
};

/** Accounts in the order of their priority. */
const addThree = async (key: Caller): Promise<[string, string, string]> => [
  await addChannel(routing, key, { priority: 1 }),
  await addChannel(routing, key, { priority: 2 }),
  await addChannel(routing, key, { priority: 3 }),
];

describe('POST /v1/routing/force', () => {
  test('200: payments try these channels first until it is taken back', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const [a, b, c] = await addThree(key);
    expect(await orderOf(tenant)).toEqual([a, b, c]);
    expect((await force(key, { channels: [c, b] })).status).toBe(200);
    expect(await orderOf(tenant)).toEqual([c, b, a]);
    expect((await routing.call(key, 'DELETE /v1/routing/force')).status).toBe(200);
    expect(await orderOf(tenant)).toEqual([a, b, c]);
  });

  test('200: freezing the forced channel works as ever', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const [a, b, c] = await addThree(key);
    await force(key, { channels: [c] });
    await routing.call(key, `POST /v1/channels/${c}/freeze`);
    expect(await orderOf(tenant)).toEqual([a, b]);
  });

  test('200: ends by itself at the time given; settings say whether it holds', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const [a, b, c] = await addThree(key);
    const until = inSeconds(3_600);
    const reply = await force(key, { channels: [c], actor: 'Li', until });
    expect(reply.body).toMatchObject({
      forced: { channels: [c], reason: 'a drill', actor: 'Li', until, in_force: true },
    });
    expect(await orderOf(tenant)).toEqual([c, a, b]);
    expect(await orderOf(tenant, new Date(until))).toEqual([a, b, c]);
  });

  test('200: replaces an earlier one, and leaves other settings alone', async () => {
    const key = routing.newKey();
    const [a, , c] = await addThree(key);
    await routing.call(key, 'PATCH /v1/routing/settings', { failure_amount: 70 });
    await force(key, { channels: [a], actor: 'Li', until: inSeconds(60) });
    await force(key, { channels: [c], reason: 'another' });
    expect(await settingsOf(key)).toMatchObject({
      failure_amount: 70,
      forced: { channels: [c], reason: 'another', actor: null, until: null, in_force: true },
    });
    await routing.call(key, 'PATCH /v1/routing/settings', { failure_amount: 80 });
    expect(await settingsOf(key)).toMatchObject({ failure_amount: 80, forced: { channels: [c] } });
  });

  test.each([
    ['no channels', { channels: [] }, 'channels'],
    ['no reason', { reason: ' ' }, 'reason'],
    ['what is no channel', { channels: ['gateway'] }, 'channels[0]'],
    ['an end that is over', { until: '2020-01-01T00:00:00Z' }, 'until'],
    ['an end that is no time', { until: 'tomorrow' }, 'until'],
    ['an unknown field', { forever: true }, 'forever'],
  ])('400: %s, and nothing changes', async (_case, overrides, param) => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    const reply = await force(key, { channels: [id], ...overrides });
    expect(reply).toMatchObject({ status: 400, body: { error: { param } } });
    expect((await settingsOf(key)).forced).toBeNull();
  });

  test("404: another merchant's channel, also beside one's own", async () => {
    const [key, other] = [routing.newKey(), routing.newKey()];
    const [own, foreign] = [await addChannel(routing, key), await addChannel(routing, other)];
    expect((await force(key, { channels: [own, foreign] })).status).toBe(404);
    expect((await settingsOf(key)).forced).toBeNull();
  });

  test("200: decides nobody else's payments", async () => {
    const [tenant, other] = [newTenant(), newTenant()];
    const [key, otherKey] = [routing.newKey(tenant), routing.newKey(other)];
    const [, , c] = await addThree(key);
    const theirs = await addThree(otherKey);
    await force(key, { channels: [c] });
    expect(await orderOf(other)).toEqual(theirs);
    expect((await settingsOf(otherKey)).forced).toBeNull();
  });

  test('401: without a key', async () => {
    expect((await force(undefined, { channels: [] })).status).toBe(401);
  });
});

describe('DELETE /v1/routing/force', () => {
  test('200: repeating it changes nothing', async () => {
    const key = routing.newKey();
    const reply = await routing.call(key, 'DELETE /v1/routing/force');
    expect(reply).toMatchObject({ status: 200, body: { forced: null, updated_at: null } });
    await force(key, { channels: [await addChannel(routing, key)] });
    const first = await routing.call(key, 'DELETE /v1/routing/force');
    const again = await routing.call(key, 'DELETE /v1/routing/force');
    expect(again.body).toEqual(first.body);
  });

  test("200: takes back nobody else's", async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    await force(key, { channels: [id] });
    await routing.call(routing.newKey(), 'DELETE /v1/routing/force');
    expect((await settingsOf(key)).forced).toMatchObject({ channels: [id] });
  });

  test('401: without a key', async () => {
    expect((await routing.call(undefined, 'DELETE /v1/routing/force')).status).toBe(401);
  });
});
