import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cachedRoutingSettings,
  dynamoRoutingSettings,
} from '#shared/adapters/dynamodb/routing-settings-store.ts';
import { dynamoRuleStore, rulesPk } from '#shared/adapters/dynamodb/rule-store.ts';
import { endForce, updateSettings } from '#shared/application/routing/change-settings.ts';
import {
  DEFAULT_ROUTING_SETTINGS,
  type RoutingSettings,
} from '#shared/domain/routing/routing-settings.ts';
import { aTenant, CHANNEL_A, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const aTable = () => ({ documents: dynamo.documents, tableName: dynamo.tables.channels });
const aStore = () => dynamoRoutingSettings(aTable());
const runtime = { now: () => NOW };
const channels = {
  list: async () => [],
  read: async () => undefined,
  findOwner: async () => undefined,
};
const FORCED: RoutingSettings = {
  ...DEFAULT_ROUTING_SETTINGS,
  marginBasisPoints: 2_000,
  forced: {
    channelIds: [CHANNEL_A],
    reason: 'the other gateway is moving',
    actor: 'Li',
    at: NOW.toISOString(),
    until: later(3_600).toISOString(),
  },
};

describe('routing settings', () => {
  it('are the defaults until somebody changes them', async () => {
    expect(await aStore().readVersioned(aTenant())).toEqual({
      settings: DEFAULT_ROUTING_SETTINGS,
      version: 0,
      updatedAt: undefined,
    });
  });

  it('are read as they were written, an operator’s order included', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    const at = later(5);
    expect(await store.write(tenant, FORCED, { previousVersion: 0, at })).toBe(true);
    expect(await store.readVersioned(tenant)).toEqual({
      settings: FORCED,
      version: 1,
      updatedAt: at.toISOString(),
    });
  });

  it('are written on top of what was read, and not otherwise', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    const write = (previousVersion: number) =>
      store.write(tenant, FORCED, { previousVersion, at: NOW });
    expect(await write(1)).toBe(false);
    expect(await write(0)).toBe(true);
    expect(await write(0)).toBe(false);
    expect(await write(2)).toBe(false);
    expect(await write(1)).toBe(true);
    expect((await store.readVersioned(tenant)).version).toBe(2);
  });

  it('are written by one of 16 who change them at the same moment', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    const written = await Promise.all(
      Array.from({ length: 16 }, () =>
        store.write(tenant, FORCED, { previousVersion: 0, at: NOW }),
      ),
    );
    expect(written.filter(Boolean)).toHaveLength(1);
  });

  it('of the test mode, the live mode and other shops are apart', async () => {
    const [store, live] = [aStore(), aTenant('live')];
    await store.write(live, FORCED, { previousVersion: 0, at: NOW });
    for (const other of [{ ...live, mode: 'test' as const }, aTenant('live')])
      expect((await store.readVersioned(other)).settings).toEqual(DEFAULT_ROUTING_SETTINGS);
  });

  it('are no version of the rules, beside which they lie', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    await store.write(tenant, FORCED, { previousVersion: 0, at: NOW });
    const rules = dynamoRuleStore(aTable());
    expect(await rules.readPointer(tenant)).toEqual({ revision: 0, latest: 0 });
    expect(await rules.listVersions(tenant, { limit: 10 })).toEqual({
      versions: [],
      hasMore: false,
    });
  });

  it('that were written before a setting was thought of have its default', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    await dynamo.documents.send(
      new PutCommand({
        TableName: dynamo.tables.channels,
        Item: {
          pk: rulesPk(tenant),
          sk: 'SETTINGS',
          settings: { marginBasisPoints: 2_000 },
          version: 7,
          updatedAt: NOW.toISOString(),
        },
      }),
    );
    expect(await store.readVersioned(tenant)).toEqual({
      settings: { ...DEFAULT_ROUTING_SETTINGS, marginBasisPoints: 2_000 },
      version: 7,
      updatedAt: NOW.toISOString(),
    });
  });

  it('that are not what we write stop a change instead of being guessed', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    const broken = { ...FORCED, marginBasisPoints: -1 };
    await store.write(tenant, broken, { previousVersion: 0, at: NOW });
    await expect(store.readVersioned(tenant)).rejects.toThrow();
  });
});

describe('a change of routing settings', () => {
  it('is not lost when others are made at the same moment', async () => {
    const [settings, tenant] = [aStore(), aTenant()];
    const change = (changes: Parameters<typeof updateSettings>[2]) =>
      updateSettings({ settings, channels, runtime }, tenant, changes);
    await Promise.all([
      change({ failure_amount: 71 }),
      change({ loyalty_amount: 72 }),
      change({ trial_share: 0.03 }),
    ]);
    expect(await settings.readVersioned(tenant)).toMatchObject({
      version: 3,
      settings: { failureMinor: 71, loyaltyMinor: 72, trialShare: 0.03 },
    });
  });

  it('gives up with an error when others are always faster', async () => {
    const settings = { ...aStore(), write: async () => false };
    await expect(
      updateSettings({ settings, channels, runtime }, aTenant(), { failure_amount: 1 }),
    ).rejects.toMatchObject({ code: 'concurrent_change' });
  });

  it('that takes back an order which nobody gave writes nothing', async () => {
    const [settings, tenant] = [aStore(), aTenant()];
    expect(await endForce({ settings, channels, runtime }, tenant)).toMatchObject({ version: 0 });
    await settings.write(tenant, FORCED, { previousVersion: 0, at: NOW });
    const ended = await endForce({ settings, channels, runtime }, tenant);
    expect(ended).toMatchObject({ version: 2, settings: { marginBasisPoints: 2_000 } });
    expect(ended.settings.forced).toBeUndefined();
    expect(await endForce({ settings, channels, runtime }, tenant)).toEqual(ended);
  });

  it('is noticed by payments within two seconds, which read once a second', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    let reads = 0;
    let millis = 0;
    const settings = cachedRoutingSettings(
      {
        readVersioned: (of) => {
          reads += 1;
          return store.readVersioned(of);
        },
      },
      () => millis,
    );
    expect((await settings.read(tenant)).forced).toBeUndefined();
    await store.write(tenant, FORCED, { previousVersion: 0, at: NOW });
    millis = 900;
    await settings.read(tenant);
    expect(reads).toBe(1);
    millis = 2_001;
    expect((await settings.read(tenant)).forced).toEqual(FORCED.forced);
    expect(reads).toBe(2);
  });
});
