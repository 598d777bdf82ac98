import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveryKey } from '#shared/adapters/dynamodb/delivery-items.ts';
import { dynamoDeliveryStore } from '#shared/adapters/dynamodb/delivery-store.ts';
import { dynamoWebhookSweep } from '#shared/adapters/dynamodb/webhook-sweep.ts';
import type { DeliveryStore } from '#shared/application/ports/webhook-store.ts';
import { beginTry } from '#shared/domain/webhooks/begin-try.ts';
import type { Delivery } from '#shared/domain/webhooks/delivery.ts';
import { endTry } from '#shared/domain/webhooks/end-try.ts';
import { restartDelivery } from '#shared/domain/webhooks/start-delivery.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aDelivery } from '#test/support/webhook-builders.ts';

let dynamo: Dynamo;
let table: Parameters<typeof dynamoDeliveryStore>[0];
let store: DeliveryStore;
beforeAll(async () => {
  dynamo = await startDynamo();
  table = { documents: dynamo.documents, tableName: dynamo.tables.merchants };
  store = dynamoDeliveryStore(table);
});
afterAll(() => dynamo.stop());

const begun = (delivery: Delivery, now = NOW): Delivery => {
  const begin = beginTry(delivery, delivery.dueAt ?? '', now);
  if (begin.kind !== 'begin') throw new Error(begin.kind);
  return begin.delivery;
};
const failed = (delivery: Delivery, now = NOW): Delivery =>
  endTry(
    delivery,
    { kind: 'answered', status: 500, body: '维护中' },
    { startedAt: now, now, random: 0 },
  );
const read = ({ tenant, eventId, endpointId }: Delivery) =>
  store.readDelivery(tenant, eventId, endpointId);

describe('a delivery', () => {
  it('comes back as it was written', async () => {
    const first = begun(aDelivery());
    expect(await store.writeDelivery(first)).toBe(true);
    const second = failed(first);
    expect(await store.writeDelivery(second)).toBe(true);
    expect(await read(first)).toEqual(second);
  });

  it('is begun by one of 64', async () => {
    const first = begun(aDelivery());
    const created = await Promise.all(Array.from({ length: 64 }, () => store.writeDelivery(first)));
    expect(created.filter(Boolean)).toHaveLength(1);
    const waiting = failed(first);
    await store.writeDelivery(waiting);
    const again = begun(waiting, later(5));
    const claimed = await Promise.all(Array.from({ length: 64 }, () => store.writeDelivery(again)));
    expect(claimed.filter(Boolean)).toHaveLength(1);
    expect(await read(first)).toMatchObject({ tries: 2 });
  });

  it('is not written over by somebody who read it earlier', async () => {
    const first = begun(aDelivery());
    await store.writeDelivery(first);
    await store.writeDelivery(failed(first));
    expect(await store.writeDelivery(failed(first))).toBe(false);
  });

  it('counts as written when its own first copy refuses the second', async () => {
    const first = begun(aDelivery());
    const { documents, tableName } = table;
    let copies = 0;
    // The SDK repeats a call whose answer was lost.
    documents.middlewareStack.add(
      (next) => async (args) => {
        copies += 1;
        await next(args);
        return next(args);
      },
      { step: 'finalizeRequest', name: 'lost-answer', priority: 'low' },
    );
    try {
      expect(await dynamoDeliveryStore({ documents, tableName }).writeDelivery(first)).toBe(true);
    } finally {
      documents.middlewareStack.remove('lost-answer');
    }
    expect(copies).toBe(1);
    expect(await read(first)).toEqual(first);
  });

  it('is listed with the others of its event, and by its tenant only', async () => {
    const one = aDelivery({ version: 1 });
    const two = { ...one, endpointId: systemRuntime.newId('webhookEndpoint') };
    await store.writeDelivery(one);
    await store.writeDelivery(two);
    const ids = (await store.listDeliveries(one.tenant, one.eventId)).map(
      (each) => each.endpointId,
    );
    expect(ids.sort()).toEqual([one.endpointId, two.endpointId].sort());
    expect(await store.listDeliveries({ ...one.tenant, mode: 'test' }, one.eventId)).toEqual([]);
  });
});

describe('the sweep', () => {
  const takenOf = async (delivery: Delivery, now: Date) =>
    (await dynamoWebhookSweep(table).takeOverdue(now, 100)).filter(
      (work) => work.kind === 'delivery' && work.delivery.eventId === delivery.eventId,
    );

  it('takes what is due, not before, and once in ten minutes', async () => {
    const waiting = restartDelivery(aDelivery(), NOW);
    await store.writeDelivery(waiting);
    expect(await takenOf(waiting, later(599))).toEqual([]);
    expect(await takenOf(waiting, later(600))).toEqual([{ kind: 'delivery', delivery: waiting }]);
    expect(await takenOf(waiting, later(601))).toEqual([]);
    expect(await takenOf(waiting, later(1_200))).toHaveLength(1);
  });

  it('gives a delivery to one of several sweepers', async () => {
    const waiting = restartDelivery(aDelivery(), NOW);
    await store.writeDelivery(waiting);
    const taken = await Promise.all(Array.from({ length: 8 }, () => takenOf(waiting, later(700))));
    expect(taken.flat()).toHaveLength(1);
  });

  it('sees no delivery that succeeds at once: it is never in the index', async () => {
    const first = begun(aDelivery());
    await store.writeDelivery(first);
    const { Item } = await table.documents.send(
      new GetCommand({
        TableName: table.tableName,
        Key: deliveryKey(first.tenant, first.eventId, first.endpointId),
      }),
    );
    expect(Item).toBeDefined();
    expect(Item).not.toHaveProperty('workKey');
    expect(Item).not.toHaveProperty('workAt');
  });
});
