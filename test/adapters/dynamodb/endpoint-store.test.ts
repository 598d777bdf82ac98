import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cachedEndpoints } from '#shared/adapters/dynamodb/cached-endpoints.ts';
import { dynamoEndpointStore } from '#shared/adapters/dynamodb/endpoint-store.ts';
import { dynamoEventReader } from '#shared/adapters/dynamodb/event-reader.ts';
import type { EndpointStore, EventReader } from '#shared/application/ports/webhook-store.ts';
import { aTenant } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anEndpoint, anEvent } from '#test/support/webhook-builders.ts';

let dynamo: Dynamo;
let store: EndpointStore;
let events: EventReader;
beforeAll(async () => {
  dynamo = await startDynamo();
  const table = { documents: dynamo.documents, tableName: dynamo.tables.merchants };
  store = dynamoEndpointStore(table);
  events = dynamoEventReader(table);
});
afterAll(() => dynamo.stop());

describe('the endpoints of a tenant', () => {
  it('are none at first, and what was written afterwards', async () => {
    const tenant = aTenant();
    const empty = await store.readEndpoints(tenant);
    expect(empty).toEqual({ tenant, endpoints: [], version: 0 });
    const endpoints = [
      anEndpoint(tenant),
      anEndpoint(tenant, {
        subscription: ['order.paid'],
        disabled: { reason: 'gone', at: '2026-01-01T00:00:00.000Z' },
        failingSince: '2026-01-01T00:00:00.000Z',
      }),
    ];
    expect(await store.writeEndpoints(empty, endpoints)).toBe(true);
    expect(await store.readEndpoints(tenant)).toEqual({ tenant, endpoints, version: 1 });
  });

  it.each([0, 1])('of 64 writers that read version %s, one writes', async (version) => {
    const tenant = aTenant();
    if (version === 1) await store.writeEndpoints(await store.readEndpoints(tenant), []);
    const before = await store.readEndpoints(tenant);
    const written = await Promise.all(
      Array.from({ length: 64 }, () => store.writeEndpoints(before, [anEndpoint(tenant)])),
    );
    expect(written.filter(Boolean)).toHaveLength(1);
    expect((await store.readEndpoints(tenant)).version).toBe(version + 1);
  });

  it('change together with the event that tells of it, or not at all', async () => {
    const tenant = aTenant();
    const before = await store.readEndpoints(tenant);
    const [first, second] = [anEvent({ tenant }), anEvent({ tenant })];
    expect(await store.writeEndpoints(before, [anEndpoint(tenant)], first)).toBe(true);
    expect(await store.writeEndpoints(before, [], second)).toBe(false);
    expect(await events.readEvent(tenant, first.id)).toEqual(first);
    expect(await events.readEvent(tenant, second.id)).toBeUndefined();
  });

  it('are read by nobody else', async () => {
    const tenant = aTenant('live');
    await store.writeEndpoints(await store.readEndpoints(tenant), [anEndpoint(tenant)]);
    expect((await store.readEndpoints({ ...tenant, mode: 'test' })).endpoints).toEqual([]);
    expect((await store.readEndpoints(aTenant())).endpoints).toEqual([]);
  });

  it('are read once in five seconds by the delivery path', async () => {
    const tenant = aTenant();
    let now = 0;
    let reads = 0;
    const cached = cachedEndpoints(
      {
        readEndpoints: (of) => {
          reads += 1;
          return store.readEndpoints(of);
        },
      },
      () => now,
    );
    for (now = 0; now < 5_000; now += 1_000) await cached.readEndpoints(tenant);
    expect(reads).toBe(1);
    now = 5_000;
    await cached.readEndpoints(tenant);
    expect(reads).toBe(2);
  });
});
