import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { handleWebhookMessage } from '#shared/application/webhooks/handle-webhook-message.ts';
import { rotateEndpointSecret } from '#shared/application/webhooks/rotate-endpoint-secret.ts';
import { updateEndpoint } from '#shared/application/webhooks/update-endpoint.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aWebhookDesk } from '#test/support/webhook-desk.ts';
import {
  always,
  anEventFor,
  eventFor,
  fanOutOf,
  receiver,
  stopReceivers,
} from '#test/support/webhook-receiver.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
afterEach(stopReceivers);

describe('an event', () => {
  it('reaches the endpoint at once, signed, with everything a receiver needs', async () => {
    const server = await receiver();
    const { desk, secret, event, delivery } = await anEventFor(dynamo, server);
    await desk.handleQueued();
    const [received] = server.received;
    expect(server.received).toHaveLength(1);
    expect(new Webhook(secret).verify(received?.body ?? '', received?.headers ?? {})).toEqual({
      id: event.id,
      type: 'order.delivered',
      created_at: event.createdAt,
      sequence: 3,
      object_id: event.objectId,
      data: event.data,
    });
    expect(received?.headers['webhook-id']).toBe(event.id);
    expect(await delivery()).toMatchObject({
      state: 'delivered',
      tries: 1,
      log: [{ number: 1, status: 200, answer: 'ok' }],
    });
    expect(desk.queued).toHaveLength(0);
  });

  it('shares a message with what else its change announced, and both reach the endpoint once', async () => {
    const server = await receiver();
    const desk = aWebhookDesk(dynamo);
    await desk.registers(desk.tenant, server.url);
    const paid = eventFor(desk, { type: 'order.paid', sequence: 2 });
    const delivered = eventFor(desk, { type: 'order.delivered', sequence: 3 });
    await desk.publishChange([paid, delivered]);
    expect(desk.queued).toHaveLength(1);
    await desk.handleQueued();
    // SQS delivers at least once.
    await desk.handle(fanOutOf(paid, delivered));
    expect(server.received.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual(
      [paid.id, delivered.id].toSorted(),
    );
  });

  it('is told even when the delivery of another one in the same message cannot begin', async () => {
    const server = await receiver();
    const desk = aWebhookDesk(dynamo);
    await desk.registers(desk.tenant, server.url);
    const [good, bad] = [eventFor(desk), eventFor(desk)];
    const { writeDelivery } = desk.deps.deliveries;
    const failing = {
      ...desk.deps,
      deliveries: {
        ...desk.deps.deliveries,
        writeDelivery: (...args: Parameters<typeof writeDelivery>) =>
          args[0].eventId === bad.id
            ? Promise.reject(new Error('throttled'))
            : writeDelivery(...args),
      },
    };
    await expect(handleWebhookMessage(failing, fanOutOf(bad, good))).rejects.toThrow('throttled');
    expect(server.received.map(({ headers }) => headers['webhook-id'])).toEqual([good.id]);
    await desk.handle(fanOutOf(bad, good));
    expect(server.received.map(({ headers }) => headers['webhook-id'])).toEqual([good.id, bad.id]);
  });

  it('reaches every endpoint that wants it, and no other', async () => {
    const [wanting, other, foreign] = [await receiver(), await receiver(), await receiver()];
    const desk = aWebhookDesk(dynamo);
    const { endpoint } = await desk.registers(desk.tenant, wanting.url);
    const second = await desk.registers(desk.tenant, other.url);
    await desk.registers({ ...desk.tenant, mode: 'test' }, foreign.url);
    const name = { tenant: desk.tenant, endpointId: second.endpoint.id };
    await updateEndpoint(desk.deps, name, { subscription: ['stock.low'] });
    const event = eventFor(desk);
    await desk.publish(event);
    await desk.handleQueued();
    expect(wanting.received).toHaveLength(1);
    expect([...other.received, ...foreign.received]).toHaveLength(0);
    expect(
      (await desk.deps.deliveries.listDeliveries(desk.tenant, event.id)).map(
        ({ endpointId }) => endpointId,
      ),
    ).toEqual([endpoint.id]);
  });

  it('is not kept from one endpoint by another that fails', async () => {
    const [good, bad] = [await receiver(), await receiver(always(500))];
    const desk = aWebhookDesk(dynamo);
    await desk.registers(desk.tenant, bad.url);
    await desk.registers(desk.tenant, good.url);
    await desk.publish(eventFor(desk));
    await desk.handleQueued();
    expect(good.received).toHaveLength(1);
    expect(bad.received).toHaveLength(1);
  });

  it('costs nothing but a read when nobody wants it', async () => {
    const desk = aWebhookDesk(dynamo);
    const event = eventFor(desk);
    await desk.publish(event);
    await desk.handleQueued();
    expect(await desk.deps.deliveries.listDeliveries(desk.tenant, event.id)).toEqual([]);
  });
});

describe('an endpoint that changes', () => {
  it('signs with two secrets during a rotation, and with one after it', async () => {
    const server = await receiver();
    const { desk, endpoint, secret } = await anEventFor(dynamo, server);
    const name = { tenant: desk.tenant, endpointId: endpoint.id };
    const rotated = await rotateEndpointSecret(desk.deps, name, 60);
    await desk.handleQueued();
    desk.turnBy(61);
    await desk.publish(eventFor(desk));
    await desk.handleQueued();
    const [overlapping, ended] = server.received.map(({ headers, body }) => (key: string) => {
      // The clock of the test has moved on; what is compared is the signature.
      const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
      const signature = new Webhook(key).sign(headers['webhook-id'] ?? '', at, body);
      return headers['webhook-signature']?.split(' ').includes(signature);
    });
    expect([overlapping?.(rotated.secret), overlapping?.(secret)]).toEqual([true, true]);
    expect([ended?.(rotated.secret), ended?.(secret)]).toEqual([true, false]);
  });

  it('and is disabled or removed is sent nothing more', async () => {
    const server = await receiver(always(500));
    const { desk, endpoint, delivery } = await anEventFor(dynamo, server);
    await desk.handleQueued();
    const name = { tenant: desk.tenant, endpointId: endpoint.id };
    await updateEndpoint(desk.deps, name, { status: 'disabled' });
    desk.turnTo((await delivery()).dueAt);
    await desk.handleQueued();
    expect(server.received).toHaveLength(1);
    expect(await delivery()).toMatchObject({ state: 'cancelled' });
  });

  it('is noticed by a process that keeps the list for five seconds', async () => {
    const server = await receiver();
    const desk = aWebhookDesk(dynamo);
    const cached = desk.withCache();
    await handleWebhookMessage(cached, fanOutOf(eventFor(desk)));
    await desk.registers(desk.tenant, server.url);
    await handleWebhookMessage(cached, fanOutOf(eventFor(desk)));
    expect(server.received).toHaveLength(0);
    desk.turnBy(5.1);
    await handleWebhookMessage(cached, fanOutOf(eventFor(desk)));
    expect(server.received).toHaveLength(1);
  });
});
