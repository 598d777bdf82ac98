import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventItem } from '#shared/adapters/dynamodb/event-items.ts';
import { createEventLog } from '#shared/adapters/dynamodb/event-log.ts';
import { dynamoEventReader } from '#shared/adapters/dynamodb/event-reader.ts';
import type { EventReader } from '#shared/application/ports/webhook-store.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { tenantKey } from '#shared/domain/identity/tenant.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anEvent } from '#test/support/webhook-builders.ts';

let dynamo: Dynamo;
let log: ReturnType<typeof createEventLog>;
let reader: EventReader;
beforeAll(async () => {
  dynamo = await startDynamo();
  const table = { documents: dynamo.documents, tableName: dynamo.tables.merchants };
  log = createEventLog(table);
  reader = dynamoEventReader(table);
});
afterAll(() => dynamo.stop());

const readAll = async (tenant: Tenant, limit: number): Promise<string[]> => {
  const ids: string[] = [];
  for (;;) {
    const { events, hasMore } = await reader.listEvents(tenant, {
      limit,
      startingAfter: ids.at(-1),
    });
    ids.push(...events.map(({ id }) => id));
    if (!hasMore) return ids;
  }
};

describe('the event log', () => {
  it('gives back every event, newest first, over any size of page', async () => {
    const tenant = aTenant();
    const events = Array.from({ length: 60 }, () => anEvent({ tenant }));
    await log.record(events);
    const newestFirst = events.map(({ id }) => id).sort((a, b) => (a < b ? 1 : -1));
    for (const limit of [7, 20, 60, 100]) expect(await readAll(tenant, limit)).toEqual(newestFirst);
  });

  it('takes an event twice, within one call and in two, and keeps one', async () => {
    const event = anEvent();
    await log.record([event, event]);
    await log.record([event]);
    expect(await readAll(event.tenant, 10)).toEqual([event.id]);
  });

  it('keeps an event to the byte, the order of its fields included', async () => {
    const event = anEvent({ data: { z: 1, a: { y: null, b: ['月卡', 0.5] }, m: '' } });
    await log.record([event]);
    const read = await reader.readEvent(event.tenant, event.id);
    expect(JSON.stringify(read)).toBe(JSON.stringify(event));
  });

  it('shows nobody the events of another tenant, not even of the other mode', async () => {
    const event = anEvent({ tenant: aTenant('live') });
    await log.record([event]);
    for (const other of [aTenant('live'), { ...event.tenant, mode: 'test' as const }]) {
      expect(await reader.readEvent(other, event.id)).toBeUndefined();
      expect(await readAll(other, 10)).toEqual([]);
    }
  });

  it('has nothing for an id that does not exist', async () => {
    expect(await reader.readEvent(aTenant(), systemRuntime.newId('event'))).toBeUndefined();
  });

  it('stores under the tenant and expires ninety days after the event', () => {
    const event = anEvent({ createdAt: '2026-01-01T00:00:00.000Z' });
    const { pk, expiresAtSeconds } = eventItem(event);
    expect(pk.startsWith(`${tenantKey(event.tenant)}#`)).toBe(true);
    expect(new Date(expiresAtSeconds * 1_000).toISOString()).toBe('2026-04-01T00:00:00.000Z');
  });
});
