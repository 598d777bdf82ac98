import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoLearningStore } from '#shared/adapters/dynamodb/learning-store.ts';
import { adviseOnChannels } from '#shared/contract/api/channel-health.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { aSnapshot, someHealth } from '../../domain/routing/some-health.ts';
import { addChannel, newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const adviceFor = async (key: Caller) => {
  const reply = await routing.call(key, 'GET /v1/channels/advice');
  expect(reply.status).toBe(200);
  return adviseOnChannels.reply.parse(reply.body).data;
};

/** An account with every figure filled in. */
const known = (n: number, overrides: Record<string, unknown> = {}) => ({
  label: `account ${n}`,
  upstream: `gateway-${n}`,
  fee: { rate_basis_points: 60, fixed_amount: 0 },
  daily_cap: 5_000_000,
  max_per_second: 10,
  ...overrides,
});

/** Three main accounts and a backup. */
const addSoundPortfolio = async (key: Caller): Promise<string[]> => {
  const ids: string[] = [];
  for (const n of [1, 2, 3]) ids.push(await addChannel(routing, key, known(n)));
  return [...ids, await addChannel(routing, key, known(4, { role: 'backup' }))];
};

describe('GET /v1/channels/advice', () => {
  test('200: of a shop without channels says that nobody can pay', async () => {
    expect(await adviceFor(routing.newKey())).toMatchObject([
      { object: 'channel_advice', code: 'no_channel', severity: 'urgent', method: null },
    ]);
  });

  test('200: of a sound portfolio is empty', async () => {
    const key = routing.newKey();
    await addSoundPortfolio(key);
    expect(await adviceFor(key)).toEqual([]);
  });

  test('200: names the channels and says in two languages what to do', async () => {
    const key = routing.newKey();
    const [, , third] = await addSoundPortfolio(key);
    await routing.call(key, `POST /v1/channels/${third}/freeze`);
    const [advice, ...more] = await adviceFor(key);
    expect(more).toEqual([]);
    expect(advice).toMatchObject({ code: 'too_few_main', severity: 'info' });
    expect(advice?.channels).toHaveLength(3);
    expect(advice?.channels).not.toContain(third);
    expect(advice?.en).toContain('Add accounts');
    expect(advice?.zh).toContain('增开账户');
  });

  test("200: knows from live results what has been broken for long, and nobody else's", async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const [first = ''] = await addSoundPortfolio(key);
    const openedAt = Date.now() - 7_200_000;
    const table = {
      documents: routing.dynamo.documents,
      tableName: routing.dynamo.tables.channels,
    };
    await dynamoLearningStore(table).commit(tenant, {
      previousVersion: 0,
      events: [],
      snapshot: aSnapshot([someHealth(first, { openedAt, factor: 0.02 })], new Date()),
    });
    expect(await adviceFor(key)).toMatchObject([
      { code: 'long_broken', severity: 'urgent', channels: [first] },
    ]);
    const other = routing.newKey();
    await addSoundPortfolio(other);
    expect(await adviceFor(other)).toEqual([]);
  });

  test('401: without a key', async () => {
    expect((await routing.call(undefined, 'GET /v1/channels/advice')).status).toBe(401);
  });
});
