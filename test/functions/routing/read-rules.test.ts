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

const read = async (key: Caller) => {
  const reply = await routing.call(key, 'GET /v1/routing/rules');
  expect(reply.status).toBe(200);
  return readRoutingRules.reply.parse(reply.body);
};

describe('GET /v1/routing/rules', () => {
  test('200: of a shop that wrote none says so, and which words rules may use', async () => {
    const { active, shadow, fields } = await read(routing.newKey());
    expect([active, shadow]).toEqual([null, null]);
    expect(fields.payment.map(({ name }) => name)).toEqual([
      'amount',
      'currency',
      'method',
      'device',
      'region',
      'hour',
      'weekday',
      'issuer',
      'product',
      'quantity',
      'risk_level',
      'returning_buyer',
      'paid_orders',
    ]);
    expect(fields.channel.map(({ name }) => name)).toEqual([
      'id',
      'provider',
      'role',
      'tags',
      'fee',
      'fee_basis_points',
      'fee_rank',
      'success_rank',
      'settlement_days',
      'upstream',
      'preferred',
    ]);
    expect(fields.payment.find(({ name }) => name === 'risk_level')).toEqual({
      name: 'risk_level',
      type: 'text',
      operators: ['eq', 'ne', 'in', 'not_in'],
      unit: null,
      en: 'How risky the payment looks.',
      zh: '本单的风险等级。',
      values: ['low', 'medium', 'high'],
      min: null,
      max: null,
    });
  });

  test('200: counts what each rule did; what would have changed is said of the shadow only', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    await putRules(routing, key, { rules: [aRule('old'), aRule('idle')] });
    await putRules(routing, key, { rules: [aRule('new')], mode: 'shadow' });
    await routing.ruleHits.addRuleHits(tenant, 1, new Map([['old', { hits: 7, wouldChange: 0 }]]));
    await routing.ruleHits.addRuleHits(tenant, 2, new Map([['new', { hits: 7, wouldChange: 3 }]]));
    const { active, shadow } = await read(key);
    expect(active?.hits).toEqual([
      { rule: 'old', hits: 7, would_change: null },
      { rule: 'idle', hits: 0, would_change: null },
    ]);
    expect(shadow?.hits).toEqual([{ rule: 'new', hits: 7, would_change: 3 }]);
    expect(shadow).toMatchObject({ version: 2, state: 'shadow', created_by: key.keyId });
  });

  test("200: shows nobody else's rules, and not those of the other mode", async () => {
    const tenant = newTenant();
    await putRules(routing, routing.newKey(tenant));
    await putRules(routing, routing.newKey(tenant), { mode: 'shadow' });
    for (const other of [newTenant(), { ...tenant, mode: 'live' as const }]) {
      expect(await read(routing.newKey(other))).toMatchObject({ active: null, shadow: null });
    }
  });

  test('401: without a key', async () => {
    expect((await routing.call(undefined, 'GET /v1/routing/rules')).status).toBe(401);
  });
});
