import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  readCaps,
  releaseCapWrite,
  reserveCapWrite,
  takeTurnWrite,
} from '#shared/adapters/dynamodb/cap-writes.ts';
import { writeTransaction } from '#shared/adapters/dynamodb/transaction.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { money } from '#shared/domain/money/money.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo?.stop());

const DAY = '2026-03-01';
const newTenant = (): Tenant => ({ merchantId: systemRuntime.newId('merchant'), mode: 'test' });

const reserve = (
  tenant: Tenant,
  channelId: string,
  { minor, cap, day = DAY }: { minor: number; cap: number; day?: string },
) =>
  writeTransaction(dynamo.documents, [
    {
      write: reserveCapWrite(dynamo.tables.channels, tenant, {
        kind: 'reserve',
        channelId,
        day,
        amount: money('CNY', minor),
        cap: money('CNY', cap),
      }),
      refusal: 'cap_reached' as const,
    },
  ]);

/** As a caller would: a transaction that DynamoDB could not place is repeated until it has a verdict. */
const reserveUntilDecided = async (
  ...args: Parameters<typeof reserve>
): Promise<'written' | 'refused'> => {
  for (let round = 0; round < 500; round += 1) {
    const outcome = await reserve(...args);
    if (outcome.kind !== 'contended') return outcome.kind;
  }
  throw new Error('no verdict after 500 rounds');
};

const release = (tenant: Tenant, channelId: string, minor: number) =>
  writeTransaction(dynamo.documents, [
    {
      write: releaseCapWrite(dynamo.tables.channels, tenant, {
        kind: 'release',
        channelId,
        day: DAY,
        amount: money('CNY', minor),
      }),
      refusal: 'cap_reached' as const,
    },
  ]);

const reserved = async (tenant: Tenant, channelId: string, day = DAY) =>
  (
    await readCaps({ documents: dynamo.documents, tableName: dynamo.tables.channels }, tenant, [
      { channelId, day },
    ])
  ).get(channelId);

describe("a channel's daily cap", () => {
  test('is never exceeded by 64 payments at once, and is used up to the last that fits', async () => {
    const tenant = newTenant();
    const channelId = systemRuntime.newId('channel');
    // Sizes that do not divide the cap: 64 × 300 would be 19,200 of 10,000.
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, () =>
        reserveUntilDecided(tenant, channelId, { minor: 300, cap: 10_000 }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(33);
    expect(await reserved(tenant, channelId)).toBe(9_900n);
  });

  test('takes a payment of exactly its size, and nothing after it', async () => {
    const tenant = newTenant();
    const channelId = systemRuntime.newId('channel');
    expect(await reserve(tenant, channelId, { minor: 100, cap: 100 })).toEqual({ kind: 'written' });
    expect(await reserve(tenant, channelId, { minor: 1, cap: 100 })).toEqual({
      kind: 'refused',
      refusal: 'cap_reached',
    });
  });

  test("refuses a payment above it, also as the day's first and after a release", async () => {
    const tenant = newTenant();
    const channelId = systemRuntime.newId('channel');
    expect((await reserve(tenant, channelId, { minor: 101, cap: 100 })).kind).toBe('refused');
    await reserve(tenant, channelId, { minor: 100, cap: 100 });
    await release(tenant, channelId, 100);
    expect((await reserve(tenant, channelId, { minor: 101, cap: 100 })).kind).toBe('refused');
    expect(await reserved(tenant, channelId)).toBe(0n);
  });

  test('has room again for what was released', async () => {
    const tenant = newTenant();
    const channelId = systemRuntime.newId('channel');
    await reserve(tenant, channelId, { minor: 60, cap: 100 });
    expect((await reserve(tenant, channelId, { minor: 60, cap: 100 })).kind).toBe('refused');
    await release(tenant, channelId, 60);
    expect((await reserve(tenant, channelId, { minor: 60, cap: 100 })).kind).toBe('written');
  });

  test('that was lowered below what is reserved takes nothing more', async () => {
    const tenant = newTenant();
    const channelId = systemRuntime.newId('channel');
    await reserve(tenant, channelId, { minor: 80, cap: 100 });
    expect((await reserve(tenant, channelId, { minor: 1, cap: 50 })).kind).toBe('refused');
  });

  test('counts each day, channel and tenant by itself', async () => {
    const [tenant, other] = [newTenant(), newTenant()];
    const [channelA, channelB] = [systemRuntime.newId('channel'), systemRuntime.newId('channel')];
    await reserve(tenant, channelA, { minor: 100, cap: 100 });
    for (const [who, channelId, day] of [
      [tenant, channelA, '2026-03-02'],
      [tenant, channelB, DAY],
      [other, channelA, DAY],
    ] as const) {
      expect(await reserved(who, channelId, day)).toBe(0n);
      expect((await reserve(who, channelId, { minor: 100, cap: 100, day })).kind).toBe('written');
    }
  });

  test('in another currency than the payment is a bug and writes nothing', () => {
    expect(() =>
      reserveCapWrite('channels', newTenant(), {
        kind: 'reserve',
        channelId: systemRuntime.newId('channel'),
        day: DAY,
        amount: money('USD', 1),
        cap: money('CNY', 100),
      }),
    ).toThrow(/different currencies/);
  });

  test('is read as unused, never as negative, when its counter was cleared away', async () => {
    const tenant = newTenant();
    const channelId = systemRuntime.newId('channel');
    await release(tenant, channelId, 500);
    expect(await reserved(tenant, channelId)).toBe(0n);
  });

  test('counters expire by themselves long after their day', async () => {
    const tenant = newTenant();
    const channelId = systemRuntime.newId('channel');
    await reserve(tenant, channelId, { minor: 1, cap: 100 });
    const { Item } = await dynamo.documents.send(
      new GetCommand({
        TableName: dynamo.tables.channels,
        Key: { pk: `${tenant.merchantId}.test#cap#${channelId}`, sk: DAY },
      }),
    );
    expect(Item?.expiresAtSeconds).toBeGreaterThan(Date.parse('2026-05-01T00:00:00Z') / 1000);
  });
});

describe("a contract's payments a second", () => {
  const takeTurn = async (tenant: Tenant, channelId: string, second: number) => {
    for (let round = 0; round < 500; round += 1) {
      const outcome = await writeTransaction(dynamo.documents, [
        {
          write: takeTurnWrite(dynamo.tables.channels, tenant, {
            kind: 'take_turn',
            channelId,
            second,
            maxPerSecond: 5,
          }),
          refusal: 'cap_reached' as const,
        },
      ]);
      if (outcome.kind !== 'contended') return outcome.kind;
    }
    throw new Error('no verdict after 500 rounds');
  };

  test('are never exceeded by 64 payments at once, and all of them are used', async () => {
    const [tenant, channelId] = [newTenant(), systemRuntime.newId('channel')];
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, () => takeTurn(tenant, channelId, 1_000)),
    );
    expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(5);
  });

  test('count anew in the next second, and for every channel', async () => {
    const [tenant, channelId] = [newTenant(), systemRuntime.newId('channel')];
    for (let turn = 0; turn < 5; turn += 1) {
      expect(await takeTurn(tenant, channelId, 1_000)).toBe('written');
    }
    expect(await takeTurn(tenant, channelId, 1_000)).toBe('refused');
    expect(await takeTurn(tenant, channelId, 1_001)).toBe('written');
    expect(await takeTurn(tenant, systemRuntime.newId('channel'), 1_000)).toBe('written');
  });
});
