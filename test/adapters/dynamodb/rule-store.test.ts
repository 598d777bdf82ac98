import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoRuleStore } from '#shared/adapters/dynamodb/rule-store.ts';
import type { RulePointer, RuleStore, RuleVersion } from '#shared/application/ports/rule-store.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { EXAMPLE_RULES } from '#shared/domain/routing/rules/example-rules.ts';
import { ruleSetSchema } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { aTenant } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
let store: RuleStore;
beforeAll(async () => {
  dynamo = await startDynamo();
  store = dynamoRuleStore({ documents: dynamo.documents, tableName: dynamo.tables.channels });
});
afterAll(() => dynamo?.stop());

const aVersion = (version: number, changes: Partial<RuleVersion> = {}): RuleVersion => ({
  version,
  set: ruleSetSchema.parse({ rules: EXAMPLE_RULES }),
  createdAt: '2026-05-01T12:00:00.000Z',
  createdBy: 'key_1',
  ...changes,
});
const NOTHING: RulePointer = { revision: 0, latest: 0 };
/** Writes versions 1 to `count`, each active in its turn. */
const write = async (tenant: Tenant, count: number, changes: Partial<RuleVersion> = {}) => {
  for (let version = 1; version <= count; version += 1) {
    const from = await store.readPointer(tenant);
    const move = { from, to: { latest: version, active: version } };
    await store.movePointer(tenant, { ...move, added: aVersion(version, changes) });
  }
};

describe('the rule store', () => {
  test('gives back exactly what was stored', async () => {
    const tenant = aTenant();
    const changes = { actor: 'Li', rolledBackFrom: 7 };
    await write(tenant, 1, changes);
    expect(await store.readVersion(tenant, 1)).toEqual(aVersion(1, changes));
    expect(await store.readPointer(tenant)).toEqual({ revision: 1, latest: 1, active: 1 });
  });

  test('knows nothing of a shop that wrote nothing', async () => {
    expect(await store.readPointer(aTenant())).toEqual(NOTHING);
    expect(await store.readVersion(aTenant(), 1)).toBeUndefined();
    expect(await store.listVersions(aTenant(), { limit: 20 })).toEqual({
      versions: [],
      hasMore: false,
    });
  });

  test('keeps a set of 64 KB that is nested as deep as it may be', async () => {
    const tenant = aTenant();
    const comparison = '{"field":"region","op":"eq","value":"CN"}';
    const when = JSON.parse(`${'{"all":['.repeat(7)}${comparison}${']}'.repeat(7)}`);
    const description = '汉'.repeat(200);
    const rules = Array.from({ length: 80 }, (_, n) => ({
      ...EXAMPLE_RULES[0],
      id: `r${n}`,
      when,
      description,
    }));
    const set = ruleSetSchema.parse({ rules });
    expect(Buffer.byteLength(JSON.stringify(set))).toBeGreaterThan(62_000);
    await store.movePointer(tenant, {
      from: NOTHING,
      to: { latest: 1, active: 1 },
      added: aVersion(1, { set }),
    });
    expect((await store.readVersion(tenant, 1))?.set).toEqual(set);
  });

  test('moves the pointer once from where it was: of 64 writers one wins, and no version is left behind', async () => {
    const tenant = aTenant();
    await write(tenant, 1);
    const from = await store.readPointer(tenant);
    const written = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        store.movePointer(tenant, {
          from,
          to: { latest: 2, active: 2 },
          added: aVersion(2, { createdBy: `key_${n}` }),
        }),
      ),
    );
    expect(written.filter(Boolean)).toHaveLength(1);
    expect((await store.readVersion(tenant, 2))?.createdBy).toBe(`key_${written.indexOf(true)}`);
    expect(await store.readPointer(tenant)).toEqual({ revision: 2, latest: 2, active: 2 });
  });

  test('never changes a version that is there', async () => {
    const tenant = aTenant();
    await write(tenant, 1);
    const from = await store.readPointer(tenant);
    const added = aVersion(1, { createdBy: 'key_2' });
    expect(await store.movePointer(tenant, { from, to: { latest: 1 }, added })).toBe(false);
    expect(await store.readVersion(tenant, 1)).toEqual(aVersion(1));
    expect(await store.readPointer(tenant)).toEqual(from);
  });

  test('forgets a shadow that ended', async () => {
    const tenant = aTenant();
    await write(tenant, 1);
    const move = async (shadow: number | undefined) =>
      store.movePointer(tenant, {
        from: await store.readPointer(tenant),
        to: { latest: 1, active: 1, shadow },
      });
    await move(1);
    await move(undefined);
    expect((await store.readPointer(tenant)).shadow).toBeUndefined();
  });

  test('lists versions newest first, also beyond ninety-nine', async () => {
    const tenant = aTenant();
    await write(tenant, 12);
    const page = async (limit: number, before?: number) => {
      const { versions, hasMore } = await store.listVersions(tenant, { limit, before });
      return [versions.map(({ version }) => version), hasMore];
    };
    expect(await page(3)).toEqual([[12, 11, 10], true]);
    expect(await page(3, 10)).toEqual([[9, 8, 7], true]);
    expect(await page(20, 4)).toEqual([[3, 2, 1], false]);
    expect(await page(3, 4)).toEqual([[3, 2, 1], false]);
    expect(await page(3, 1)).toEqual([[], false]);
  });

  test('lists versions that fill more than one page of DynamoDB', async () => {
    const tenant = aTenant();
    const set = ruleSetSchema.parse({
      rules: Array.from({ length: 100 }, (_, n) => ({
        ...EXAMPLE_RULES[0],
        id: `r${n}`,
        description: 'x'.repeat(500),
      })),
    });
    await write(tenant, 18, { set });
    const seen: number[] = [];
    for (let before: number | undefined; ; before = seen.at(-1)) {
      const { versions, hasMore } = await store.listVersions(tenant, { limit: 20, before });
      seen.push(...versions.map(({ version }) => version));
      if (!hasMore) break;
    }
    expect(seen).toEqual(Array.from({ length: 18 }, (_, n) => 18 - n));
  });

  test('shows a tenant its own rules only, and not those of its other mode', async () => {
    const tenant = aTenant('live');
    await write(tenant, 1);
    for (const other of [aTenant('live'), { ...tenant, mode: 'test' as const }]) {
      expect(await store.readPointer(other)).toEqual(NOTHING);
      expect(await store.readVersion(other, 1)).toBeUndefined();
      expect((await store.listVersions(other, { limit: 20 })).versions).toEqual([]);
    }
  });
});
