import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listRoutingRuleVersions } from '#shared/contract/api/routing-rules.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { aRule, putRules } from './a-rule.ts';
import { newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const list = async (key: Caller, query = '') => {
  const reply = await routing.call(key, `GET /v1/routing/rules/versions${query}`);
  expect(reply.status).toBe(200);
  return listRoutingRuleVersions.reply.parse(reply.body);
};
const rollBack = (key: Caller | undefined, body: unknown) =>
  routing.call(key, 'POST /v1/routing/rules/rollback', body);

describe('GET /v1/routing/rules/versions', () => {
  test('200: pages through all versions, newest first, each once and unchanged', async () => {
    const key = routing.newKey();
    const written = [];
    for (let n = 1; n <= 5; n += 1) {
      written.unshift(await putRules(routing, key, { rules: [aRule(`rule-${n}`)] }));
    }
    const seen = [];
    for (let query = '?limit=2'; query !== ''; ) {
      const { data, has_more } = await list(key, query);
      seen.push(...data);
      query = has_more ? `?limit=2&starting_after=${seen.at(-1)?.id}` : '';
    }
    expect(seen).toEqual(
      written.map((it) => ({ ...it, state: it.version === 5 ? 'active' : 'past' })),
    );
  });

  test('200: says which version is active and which is tried', async () => {
    const key = routing.newKey();
    await putRules(routing, key);
    await putRules(routing, key, { mode: 'shadow' });
    await putRules(routing, key, { mode: 'shadow' });
    expect((await list(key)).data.map(({ state }) => state)).toEqual(['shadow', 'past', 'active']);
  });

  test("200: nobody else's versions, and not those of the other mode", async () => {
    const tenant = newTenant();
    await putRules(routing, routing.newKey(tenant));
    for (const other of [newTenant(), { ...tenant, mode: 'live' as const }]) {
      expect(await list(routing.newKey(other))).toEqual({ data: [], has_more: false });
    }
  });

  test.each([
    ['limit=21', 'limit'],
    ['starting_after=first', 'starting_after'],
  ])('400: %s', async (query, param) => {
    const reply = await routing.call(routing.newKey(), `GET /v1/routing/rules/versions?${query}`);
    expect(reply).toMatchObject({ status: 400, body: { error: { param } } });
  });
});

describe('POST /v1/routing/rules/rollback', () => {
  test('200: makes an old version active as a new one that says where it came from', async () => {
    const key = routing.newKey();
    const first = await putRules(routing, key, { rules: [aRule('first')] });
    await putRules(routing, key, { rules: [aRule('second')] });
    const reply = await rollBack(key, { version: 1, actor: 'Li', expected_version: 2 });
    expect(reply).toMatchObject({
      status: 200,
      body: { version: 3, state: 'active', rules: first.rules, rolled_back_from: 1, actor: 'Li' },
    });
    expect((await list(key)).data.map(({ version, state }) => [version, state])).toEqual([
      [3, 'active'],
      [2, 'past'],
      [1, 'past'],
    ]);
  });

  test('404: a version that never was, and one that only somebody else has', async () => {
    const key = routing.newKey();
    await putRules(routing, routing.newKey());
    for (const version of [1, 99]) {
      expect(await rollBack(key, { version })).toMatchObject({
        status: 404,
        body: { error: { code: 'not_found' } },
      });
    }
  });

  test('409: when another version is active than was believed', async () => {
    const key = routing.newKey();
    await putRules(routing, key);
    await putRules(routing, key);
    expect(await rollBack(key, { version: 1, expected_version: 1 })).toMatchObject({
      status: 409,
      body: { error: { code: 'state_conflict', param: 'expected_version' } },
    });
  });

  test('400: no version', async () => {
    expect(await rollBack(routing.newKey(), {})).toMatchObject({
      status: 400,
      body: { error: { code: 'missing_parameter', param: 'version' } },
    });
  });

  test('401: without a key', async () => {
    expect((await rollBack(undefined, { version: 1 })).status).toBe(401);
  });
});
