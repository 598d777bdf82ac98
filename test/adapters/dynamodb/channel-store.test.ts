import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoChannelStore } from '#shared/adapters/dynamodb/channel-store.ts';
import type { CapReader, ChannelStore } from '#shared/application/ports/channel-store.ts';
import { money } from '#shared/domain/money/money.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anAccount, aTenant } from '../../support/an-account.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';

let dynamo: Dynamo;
let store: ChannelStore & CapReader;

beforeAll(async () => {
  dynamo = await startDynamo();
  store = dynamoChannelStore({ documents: dynamo.documents, tableName: dynamo.tables.channels });
});
afterAll(() => dynamo?.stop());

const newTenant = () => ({ merchantId: systemRuntime.newId('merchant'), mode: 'test' as const });
const newChannel = (overrides: Parameters<typeof anAccount>[0] = {}) =>
  anAccount({ id: systemRuntime.newId('channel'), tenant: newTenant(), ...overrides });

describe('the channel store', () => {
  test('gives back exactly what was stored', async () => {
    const channel = newChannel({
      minAmount: money('CNY', 1),
      maxAmount: money('CNY', 9_007_199_254_740_991),
      dailyCap: money('CNY', 100_000),
      maintenance: [{ startsAt: '2026-03-01T00:00:00Z', endsAt: '2026-03-01T01:00:00Z' }],
      config: { nested: { types: ['a', 'b'] }, count: 3, flag: true },
    });
    await store.create(channel);
    expect(await store.read(channel.tenant, channel.id)).toEqual(channel);
    expect(await store.list(channel.tenant)).toEqual([channel]);
  });

  test('leaves out limits that are not set, and forgets limits that are taken away', async () => {
    const channel = newChannel({ dailyCap: money('CNY', 100) });
    await store.create(channel);
    const uncapped = { ...channel, dailyCap: undefined, version: 2 };
    expect(await store.update(uncapped)).toBe(true);
    expect((await store.read(channel.tenant, channel.id))?.dailyCap).toBeUndefined();
  });

  test('shows a tenant its own channels only, and not those of its other mode', async () => {
    const tenant = newTenant();
    const own = [newChannel({ tenant }), newChannel({ tenant })];
    const live = newChannel({ tenant: { ...tenant, mode: 'live' } });
    const foreign = newChannel();
    for (const channel of [...own, live, foreign]) await store.create(channel);
    expect((await store.list(tenant)).map(({ id }) => id)).toEqual(own.map(({ id }) => id).sort());
    expect(await store.read(tenant, live.id)).toBeUndefined();
    expect(await store.read(tenant, foreign.id)).toBeUndefined();
  });

  test('lists channels that fill more than one page of DynamoDB', async () => {
    const tenant = newTenant();
    // A query's page ends at 1 MB.
    const config = { text: 'x'.repeat(300_000) };
    for (let n = 0; n < 5; n += 1) await store.create(newChannel({ tenant, config }));
    expect(await store.list(tenant)).toHaveLength(5);
  });

  test("finds a channel's owner by nothing but its id", async () => {
    const channel = newChannel();
    await store.create(channel);
    expect(await store.findOwner(channel.id)).toEqual(channel.tenant);
    expect(await store.findOwner(systemRuntime.newId('channel'))).toBeUndefined();
  });

  test('creates an id once: a second channel under it changes neither channel nor owner', async () => {
    const channel = newChannel();
    await store.create(channel);
    const thief = { ...channel, tenant: newTenant(), label: 'stolen' };
    await expect(store.create(thief)).rejects.toThrow(/cancel/i);
    expect(await store.findOwner(channel.id)).toEqual(channel.tenant);
    expect(await store.list(thief.tenant)).toEqual([]);
  });

  test('lets one of 16 concurrent edits of the same version win', async () => {
    const channel = newChannel();
    await store.create(channel);
    const edits = Array.from({ length: 16 }, (_, n) => ({
      ...channel,
      label: `edit ${n}`,
      version: 2,
    }));
    const won = await Promise.all(edits.map((edit) => store.update(edit)));
    expect(won.filter(Boolean)).toHaveLength(1);
    const winner = edits[won.indexOf(true)];
    expect(await store.read(channel.tenant, channel.id)).toEqual(winner);
  });

  test('never creates by an update', async () => {
    const channel = newChannel();
    expect(await store.update({ ...channel, version: 2 })).toBe(false);
    expect(await store.read(channel.tenant, channel.id)).toBeUndefined();
  });

  test('refuses to hand out an item that is no channel', async () => {
    const channel = newChannel();
    const broken = { ...channel, status: 'unheard-of' } as unknown as typeof channel;
    await store.create(broken);
    await expect(store.read(channel.tenant, channel.id)).rejects.toThrow(/status/);
  });

  test('keeps the tenant first in every key a merchant can reach', async () => {
    const channel = newChannel({ tenant: aTenant });
    await store.create(channel);
    const { Item } = await dynamo.documents.send(
      new GetCommand({
        TableName: dynamo.tables.channels,
        Key: { pk: `${aTenant.merchantId}.test#channels`, sk: channel.id },
      }),
    );
    expect(Item?.id).toBe(channel.id);
  });
});
