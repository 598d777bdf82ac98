import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRoutingRules, ruleSetObject } from '#shared/contract/api/routing-rules.ts';
import { EXAMPLE_RULE_LINES } from '#shared/domain/routing/rules/example-rules.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aRule, putRules } from './a-rule.ts';
import { addChannel, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const put = (key: Caller | undefined, body: unknown) =>
  routing.call(key, 'PUT /v1/routing/rules', body);
const read = async (key: Caller) =>
  readRoutingRules.reply.parse((await routing.call(key, 'GET /v1/routing/rules')).body);

describe('PUT /v1/routing/rules', () => {
  test('200: the five rules most shops want are five lines of JSON', async () => {
    const key = routing.newKey();
    const reply = await put(key, `{"rules":[${EXAMPLE_RULE_LINES.join()}]}`);
    expect(reply).toMatchObject({
      status: 200,
      body: {
        object: 'routing_rule_set',
        id: '1',
        version: 1,
        state: 'active',
        time_zone: 'Asia/Shanghai',
        rules: EXAMPLE_RULE_LINES.map((line) => JSON.parse(line)),
        created_by: key.keyId,
        actor: null,
        rolled_back_from: null,
      },
    });
  });

  test('200: every set is a new version, active or shadow', async () => {
    const key = routing.newKey();
    const active = await putRules(routing, key, { actor: 'Li', time_zone: 'Europe/Berlin' });
    const shadow = await putRules(routing, key, { mode: 'shadow', rules: [aRule('tried')] });
    const next = await putRules(routing, key, { rules: [] });
    expect(active).toMatchObject({ version: 1, actor: 'Li', time_zone: 'Europe/Berlin' });
    expect(shadow).toMatchObject({ version: 2, state: 'shadow' });
    expect(next).toMatchObject({ version: 3, state: 'active', rules: [] });
    expect(await read(key)).toMatchObject({
      active: { version: 3 },
      shadow: { version: 2, rules: [aRule('tried')] },
    });
  });

  test('200: rules may name the channels of the shop', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    const order = JSON.parse(`{"id":"mine","then":{"action":"force_order","order":["${id}"]}}`);
    expect((await putRules(routing, key, { rules: [order] })).rules).toEqual([order]);
  });

  const brokenOnce = (part: string): unknown => [aRule(), JSON.parse(part)];
  test.each([
    [
      'an operator of another type',
      brokenOnce(
        '{"id":"b","when":{"all":[{"field":"method","op":"lt","value":1}]},"then":{"action":"prefer"}}',
      ),
      'rules[1].when.all[0].op',
      '"rules[1].when.all[0].op" in the body: "lt" is not an operator of "method" (text): use eq, ne, in or not_in.',
    ],
    [
      'a channel that the shop does not have',
      brokenOnce('{"id":"b","then":{"action":"force_order","order":["ch_1"]}}'),
      'rules[1].then.order[0]',
      '"rules[1].then.order[0]" in the body: "ch_1" is not one of your channels.',
    ],
    [
      'an id twice',
      [aRule(), aRule()],
      'rules[1].id',
      '"rules[1].id" in the body: "cheapest-first" is the id of rules[0] already.',
    ],
  ])('400: %s is refused with its path and in words', async (_case, rules, param, message) => {
    const key = routing.newKey();
    expect(await put(key, { rules })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_parameter', param, message } },
    });
    expect((await read(key)).active).toBeNull();
  });

  test.each([
    ['no rules', {}, 'rules', 'missing_parameter'],
    ['rules that are no list', { rules: {} }, 'rules', 'invalid_parameter'],
    ['an unknown zone', { rules: [], time_zone: 'Mars' }, 'time_zone', 'invalid_parameter'],
    ['an unknown mode', { rules: [], mode: 'draft' }, 'mode', 'invalid_parameter'],
    ['an unknown field', { rules: [], version: 1 }, 'version', 'unknown_parameter'],
  ])('400: %s', async (_case, body, param, code) => {
    expect(await put(routing.newKey(), body)).toMatchObject({
      status: 400,
      body: { error: { code, param } },
    });
  });

  test("400: another shop's channel is as unknown as one that never was", async () => {
    const foreign = await addChannel(routing, routing.newKey());
    const orderOf = (id: string) =>
      JSON.parse(`{"id":"b","then":{"action":"force_order","order":["${id}"]}}`);
    const key = routing.newKey();
    for (const id of [foreign, systemRuntime.newId('channel')]) {
      expect(await put(key, { rules: [orderOf(id)] })).toMatchObject({
        status: 400,
        body: {
          error: { message: expect.stringContaining(`"${id}" is not one of your channels`) },
        },
      });
    }
  });

  test('409: of two people who edit one version the second hears of the first', async () => {
    const key = routing.newKey();
    await putRules(routing, key, { expected_version: 0 });
    const replies = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id) => put(key, { rules: [aRule(id)], expected_version: 1 })),
    );
    const accepted = replies.filter(({ status }) => status === 200);
    expect(accepted).toHaveLength(1);
    const { active } = await read(key);
    expect(ruleSetObject.parse(accepted[0]?.body).rules).toEqual(active?.rules);
    for (const { status, body } of replies.filter((reply) => reply !== accepted[0])) {
      expect([status, body]).toEqual([
        409,
        {
          error: expect.objectContaining({
            code: 'state_conflict',
            param: 'expected_version',
            message:
              'The active set of rules is version 2 by now, not version 1: somebody changed them meanwhile. Read them again and repeat your change.',
          }),
        },
      ]);
    }
  });

  test('409: the shadow set has a version of its own to expect', async () => {
    const key = routing.newKey();
    await putRules(routing, key);
    await putRules(routing, key, { mode: 'shadow', expected_version: 0 });
    const late = await put(key, { rules: [], mode: 'shadow', expected_version: 0 });
    expect(late).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'state_conflict',
          message: expect.stringContaining('The shadow set of rules is version 2 by now, not none'),
        },
      },
    });
    await putRules(routing, key, { mode: 'shadow', expected_version: 2 });
  });

  test('200: without an expected version, writers at the same moment get versions one after the other', async () => {
    const key = routing.newKey();
    const replies = await Promise.all(
      ['a', 'b', 'c'].map((id) => putRules(routing, key, { rules: [aRule(id)] })),
    );
    expect(replies.map(({ version }) => version).sort()).toEqual([1, 2, 3]);
  });

  test('401: without a key', async () => {
    expect((await put(undefined, { rules: [] })).status).toBe(401);
  });
});
