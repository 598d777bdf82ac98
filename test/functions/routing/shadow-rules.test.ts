import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRoutingRules } from '#shared/contract/api/routing-rules.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { aRule, putRules } from './a-rule.ts';
import { newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const read = async (key: Caller) =>
  readRoutingRules.reply.parse((await routing.call(key, 'GET /v1/routing/rules')).body);
const promote = (key: Caller | undefined, body?: unknown) =>
  routing.call(key, 'POST /v1/routing/rules/promote', body);
const remove = (key: Caller | undefined) => routing.call(key, 'DELETE /v1/routing/rules/shadow');

describe('POST /v1/routing/rules/promote', () => {
  test('200: the shadow set becomes the active one, with its version and its counts', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    await putRules(routing, key);
    const shadow = await putRules(routing, key, { mode: 'shadow', rules: [aRule('tried')] });
    await routing.ruleHits.addRuleHits(
      tenant,
      2,
      new Map([['tried', { hits: 5, wouldChange: 1 }]]),
    );
    const reply = await promote(key, { expected_version: 2 });
    expect(reply).toMatchObject({ status: 200, body: { ...shadow, state: 'active' } });
    expect(await read(key)).toMatchObject({
      active: { version: 2, hits: [{ rule: 'tried', hits: 5, would_change: null }] },
      shadow: null,
    });
  });

  test('200: of many at once promotes once', async () => {
    const key = routing.newKey();
    await putRules(routing, key, { mode: 'shadow' });
    const replies = await Promise.all([promote(key), promote(key), promote(key)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  test('409: when there is no shadow set', async () => {
    const key = routing.newKey();
    await putRules(routing, key);
    expect(await promote(key)).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'state_conflict',
          message: 'There is no shadow set to make active. Write one with "mode": "shadow" first.',
        },
      },
    });
  });

  test('409: when it is another one than was looked at', async () => {
    const key = routing.newKey();
    await putRules(routing, key, { mode: 'shadow' });
    await putRules(routing, key, { mode: 'shadow' });
    expect(await promote(key, { expected_version: 1 })).toMatchObject({
      status: 409,
      body: { error: { code: 'state_conflict', param: 'expected_version' } },
    });
    expect((await read(key)).active).toBeNull();
  });

  test("409: never promotes another shop's shadow set", async () => {
    const [owner, other] = [routing.newKey(), routing.newKey()];
    await putRules(routing, owner, { mode: 'shadow' });
    expect((await promote(other)).status).toBe(409);
    expect((await read(owner)).shadow).not.toBeNull();
  });

  test('401: without a key', async () => {
    expect((await promote(undefined)).status).toBe(401);
  });
});

describe('DELETE /v1/routing/rules/shadow', () => {
  test('200: ends the shadow set; its version stays and can be made active', async () => {
    const key = routing.newKey();
    await putRules(routing, key);
    await putRules(routing, key, { mode: 'shadow', rules: [aRule('tried')] });
    expect(await remove(key)).toMatchObject({
      status: 200,
      body: { object: 'routing_rule_set', id: '2', version: 2, deleted: true },
    });
    expect(await read(key)).toMatchObject({ active: { version: 1 }, shadow: null });
    const back = await routing.call(key, 'POST /v1/routing/rules/rollback', { version: 2 });
    expect(back).toMatchObject({ status: 200, body: { version: 3, rules: [aRule('tried')] } });
  });

  test("404: when there is none, and for another shop's", async () => {
    const owner = routing.newKey();
    await putRules(routing, owner, { mode: 'shadow' });
    expect(await remove(routing.newKey())).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    });
    expect((await read(owner)).shadow).not.toBeNull();
  });

  test('401: without a key', async () => {
    expect((await remove(undefined)).status).toBe(401);
  });
});
