import { describe, expect, test } from 'vitest';
import { cachedRules } from '#shared/adapters/dynamodb/cached-rules.ts';
import type { RulePointer, RuleReader } from '#shared/application/ports/rule-store.ts';
import { EXAMPLE_RULES } from '#shared/domain/routing/rules/example-rules.ts';
import { ruleSetSchema } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { aTenant } from '#test/support/builders.ts';

/** Rules in memory that count how often they are asked for. */
const someRules = (pointer: RulePointer) => {
  const state = { pointer, pointerReads: 0, versionReads: 0, broken: false };
  const reader: RuleReader = {
    readPointer: async () => {
      state.pointerReads += 1;
      if (state.broken) throw new Error('throttled');
      return state.pointer;
    },
    readVersion: async (_tenant, version) => {
      state.versionReads += 1;
      return {
        version,
        set: ruleSetSchema.parse({ rules: EXAMPLE_RULES.slice(0, version) }),
        createdAt: '2026-05-01T12:00:00.000Z',
        createdBy: 'key_1',
      };
    },
  };
  return { reader, state };
};

const ACTIVE: RulePointer = { revision: 1, latest: 1, active: 1 };

describe('the rules that payments go by', () => {
  test('are none for a shop that wrote none', async () => {
    const { reader } = someRules({ revision: 0, latest: 0 });
    expect(await cachedRules(reader).read(aTenant())).toEqual({});
  });

  test('are at most two seconds old; a version is read and compiled once', async () => {
    const { reader, state } = someRules(ACTIVE);
    const tenant = aTenant();
    let millis = 0;
    const rules = cachedRules(reader, () => millis);
    const first = await rules.read(tenant);
    expect(first).toMatchObject({ active: { version: 1 }, shadow: undefined });
    state.pointer = { revision: 2, latest: 2, active: 1, shadow: 2 };
    millis = 999;
    expect((await rules.read(tenant)).shadow).toBeUndefined();
    millis = 2_000;
    const second = await rules.read(tenant);
    expect(second).toMatchObject({ active: { version: 1 }, shadow: { version: 2 } });
    expect(second.active).toBe(first.active);
    expect([state.pointerReads, state.versionReads]).toEqual([2, 2]);
  });

  test('are read once for payments that come at the same moment', async () => {
    const { reader, state } = someRules(ACTIVE);
    const [rules, tenant] = [cachedRules(reader, () => 0), aTenant()];
    await Promise.all(Array.from({ length: 50 }, () => rules.read(tenant)));
    expect([state.pointerReads, state.versionReads]).toEqual([1, 1]);
  });

  test('are kept apart by tenant and mode', async () => {
    const { reader, state } = someRules(ACTIVE);
    const [rules, tenant] = [cachedRules(reader, () => 0), aTenant('live')];
    await rules.read(tenant);
    await rules.read({ ...tenant, mode: 'test' });
    expect([state.pointerReads, state.versionReads]).toEqual([2, 2]);
  });

  test('do not remember a failure', async () => {
    const { reader, state } = someRules(ACTIVE);
    const [rules, tenant] = [cachedRules(reader, () => 0), aTenant()];
    state.broken = true;
    await expect(rules.read(tenant)).rejects.toThrow('throttled');
    state.broken = false;
    expect((await rules.read(tenant)).active?.version).toBe(1);
  });
});
