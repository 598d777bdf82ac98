import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { handleWebhookMessage } from '#shared/application/webhooks/handle-webhook-message.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import {
  always,
  anEventFor,
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

describe('a crash', () => {
  const crash = new Error('the process died');

  it('between recording and sending: the same message sends when its lease is over', async () => {
    const server = await receiver();
    const { desk, event, delivery } = await anEventFor(dynamo, server);
    const dying = { ...desk.deps, sender: { post: () => Promise.reject(crash) } };
    await expect(handleWebhookMessage(dying, fanOutOf(event))).rejects.toBe(crash);
    await expect(desk.handle(fanOutOf(event))).rejects.toThrow();
    desk.turnBy(31);
    await desk.handle(fanOutOf(event));
    expect(server.received).toHaveLength(1);
    expect(await delivery()).toMatchObject({ state: 'delivered', tries: 2 });
  });

  it('between sending and recording: the event may come twice, with one id', async () => {
    const server = await receiver();
    const { desk, event, delivery } = await anEventFor(dynamo, server);
    const dying = {
      ...desk.deps,
      deliveries: {
        ...desk.deps.deliveries,
        writeDelivery: (one: Parameters<typeof desk.deps.deliveries.writeDelivery>[0]) =>
          one.leaseUntil ? desk.deps.deliveries.writeDelivery(one) : Promise.reject<boolean>(crash),
      },
    };
    await expect(handleWebhookMessage(dying, fanOutOf(event))).rejects.toBe(crash);
    desk.turnBy(31);
    await desk.handle(fanOutOf(event));
    expect(server.received.map(({ headers }) => headers['webhook-id'])).toEqual([
      event.id,
      event.id,
    ]);
    expect(await delivery()).toMatchObject({ state: 'delivered' });
  });

  it('between recording a failure and queueing the next try: the sweeper finds it', async () => {
    let good = false;
    const server = await receiver((response) => {
      response.writeHead(good ? 200 : 500).end();
    });
    const { desk, event, delivery } = await anEventFor(dynamo, server);
    const dying = { ...desk.deps, webhooks: { send: () => Promise.reject<void>(crash) } };
    await expect(handleWebhookMessage(dying, fanOutOf(event))).rejects.toBe(crash);
    await desk.handle(fanOutOf(event));
    expect(server.received).toHaveLength(1);
    good = true;
    desk.queued.length = 0;
    desk.turnBy(5 + 601);
    expect((await desk.sweep()).deliveries).toBe(1);
    await desk.handleQueued();
    expect(await delivery()).toMatchObject({ state: 'delivered', tries: 2 });
  });

  it('in the middle of a later try: the same message tries again', async () => {
    const server = await receiver(always(500));
    const { desk, delivery } = await anEventFor(dynamo, server);
    await desk.handleQueued();
    const [retry] = desk.queued.splice(0);
    if (!retry) throw new Error('nothing was queued');
    desk.turnTo((await delivery()).dueAt);
    const dying = { ...desk.deps, sender: { post: () => Promise.reject(crash) } };
    await expect(handleWebhookMessage(dying, retry.message)).rejects.toBe(crash);
    desk.turnBy(31);
    await desk.handle(retry.message);
    expect(server.received).toHaveLength(2);
    expect(await delivery()).toMatchObject({ tries: 3 });
  });
});
