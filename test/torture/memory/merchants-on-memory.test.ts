import { beforeEach, describe, expect, it } from 'vitest';
import { dynamoDeliveryStore } from '#shared/adapters/dynamodb/delivery-store.ts';
import { dynamoEndpointStore } from '#shared/adapters/dynamodb/endpoint-store.ts';
import { createEventLog } from '#shared/adapters/dynamodb/event-log.ts';
import { dynamoEventReader } from '#shared/adapters/dynamodb/event-reader.ts';
import { dynamoMerchantStore } from '#shared/adapters/dynamodb/merchant-store.ts';
import { dynamoWebhookSweep } from '#shared/adapters/dynamodb/webhook-sweep.ts';
import { restartDelivery } from '#shared/domain/webhooks/start-delivery.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant, later, NOW } from '#test/support/builders.ts';
import { aDelivery, anEndpoint, anEvent } from '#test/support/webhook-builders.ts';
import { createMemoryDynamo, type MemoryDynamo } from './memory-dynamo.ts';

let memory: MemoryDynamo;
beforeEach(() => {
  memory = createMemoryDynamo();
});

const merchantsTable = (documents = memory.client()) => ({
  documents,
  tableName: memory.tables.merchants,
});

describe('on the memory DynamoDB', () => {
  it('events and endpoints are kept, and announced from the sweeper', async () => {
    const table = merchantsTable();
    const event = anEvent();
    const { tenant } = event;
    const reader = dynamoEventReader(table);
    const others = Array.from({ length: 30 }, () => anEvent({ tenant }));
    await createEventLog(table).record([...others, others[0] as typeof event]);
    expect((await reader.listEvents(tenant, { limit: 30 })).events).toHaveLength(30);
    const endpoints = dynamoEndpointStore(table);
    const empty = await endpoints.readEndpoints(tenant);
    expect(await endpoints.writeEndpoints(empty, [anEndpoint(tenant)], event)).toBe(true);
    expect(await endpoints.writeEndpoints(empty, [], event)).toBe(false);
    const sweep = dynamoWebhookSweep(table);
    const due = [{ kind: 'announcement', event }];
    expect(await sweep.takeOverdue(later(3_600), 10)).toEqual(due);
    expect(await sweep.takeOverdue(later(3_600), 10)).toEqual([]);
    await endpoints.forgetAnnouncement(event);
    expect(await reader.readEvent(tenant, event.id)).toEqual(event);
  });

  it('a delivery whose write was sent twice counts as written', async () => {
    const twice = memory.client(async ({ writes }, execute) => {
      if (writes) execute();
      return execute();
    });
    const store = dynamoDeliveryStore(merchantsTable(twice));
    const delivery = restartDelivery(aDelivery(), NOW);
    expect(await store.writeDelivery(delivery)).toBe(true);
    expect(await store.writeDelivery({ ...delivery })).toBe(false);
    expect(await store.listDeliveries(delivery.tenant, delivery.eventId)).toEqual([delivery]);
  });

  it('a merchant has keys that end once', async () => {
    const merchants = dynamoMerchantStore(merchantsTable());
    const { merchantId } = aTenant();
    const at = NOW.toISOString();
    const sealed = { wrappedKey: new Uint8Array([1]), data: new Uint8Array([2]) };
    await merchants.create({ id: merchantId, name: '小店', fingerprintKey: sealed, createdAt: at });
    expect(await merchants.list()).toMatchObject([{ id: merchantId, fingerprintKey: sealed }]);
    const key = {
      id: systemRuntime.newId('apiKey'),
      merchantId,
      mode: 'test',
      label: '',
      hash: 'hash',
      hint: 'sk_test_',
      createdAt: at,
    } as const;
    await merchants.addKey(key);
    for (const endsAt of [at, later(60).toISOString()]) {
      expect(await merchants.endKey(key, endsAt)).toBe(true);
      expect(await merchants.listKeys(merchantId)).toEqual([{ ...key, endsAt: at }]);
    }
    expect(await merchants.endKey({ ...key, hash: 'other' }, at)).toBe(false);
  });
});
