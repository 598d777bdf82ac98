import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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

describe('a failure', () => {
  it.each([301, 404, 500])('%s is tried again after five seconds, by the queue', async (status) => {
    const server = await receiver(always(status));
    const { desk, endpoint, event, delivery } = await anEventFor(dynamo, server);
    await desk.handleQueued();
    const { dueAt } = await delivery();
    expect(dueAt).toBe(new Date(desk.now().getTime() + 5_000).toISOString());
    expect(desk.queued).toMatchObject([
      {
        delaySeconds: 5,
        message: { kind: 'deliver', eventId: event.id, endpointId: endpoint.id, dueAt },
      },
    ]);
  });

  it('does not stop the event: the same id and body come again, and are taken', async () => {
    let good = false;
    const server = await receiver((response) => {
      response.writeHead(good ? 204 : 503).end();
    });
    const { desk, secret, event, delivery } = await anEventFor(dynamo, server);
    await desk.handleQueued();
    good = true;
    desk.turnTo((await delivery()).dueAt);
    await desk.handleQueued();
    const [first, second] = server.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(event.id);
    expect(() =>
      new Webhook(secret).verify(second?.body ?? '', second?.headers ?? {}),
    ).not.toThrow();
    expect(await delivery()).toMatchObject({ state: 'delivered', tries: 2 });
  });

  it('is carried by the sweeper when the pause is long, once', async () => {
    const server = await receiver(always(500));
    const { desk, delivery } = await anEventFor(dynamo, server);
    for (let tries = 1; tries <= 3; tries += 1) {
      await desk.handleQueued();
      desk.turnTo((await delivery()).dueAt);
    }
    expect(await delivery()).toMatchObject({ tries: 3 });
    expect(desk.queued).toHaveLength(0);
    expect((await desk.sweep()).deliveries).toBe(1);
    expect((await desk.sweep()).deliveries).toBe(0);
    await desk.handleQueued();
    expect(await delivery()).toMatchObject({ tries: 4 });
  });

  it('that lasts through the whole schedule ends it: ten tries, then silence', async () => {
    const server = await receiver(always(500));
    const { desk, delivery } = await anEventFor(dynamo, server);
    for (let tries = 1; tries <= 10; tries += 1) {
      expect((await delivery().catch(() => undefined))?.tries ?? 0).toBe(tries - 1);
      await desk.sweep();
      await desk.handleQueued();
      const { dueAt } = await delivery();
      if (dueAt) desk.turnTo(dueAt);
    }
    expect(await delivery()).toMatchObject({ state: 'failed', tries: 10 });
    desk.turnBy(30 * 86_400);
    expect((await desk.sweep()).deliveries).toBe(0);
    expect(server.received).toHaveLength(10);
  });
});

describe('a message that comes twice', () => {
  it('does not send twice', async () => {
    const server = await receiver();
    const { desk, event } = await anEventFor(dynamo, server);
    await desk.handleQueued();
    await desk.handle(fanOutOf(event));
    expect(server.received).toHaveLength(1);
  });

  it('does not double the retries', async () => {
    const server = await receiver(always(500));
    const { desk, event, delivery } = await anEventFor(dynamo, server);
    await desk.handleQueued();
    await desk.handle(fanOutOf(event));
    const [retry] = desk.queued.splice(0);
    if (!retry) throw new Error('nothing was queued');
    desk.turnTo((await delivery()).dueAt);
    await desk.handle(retry.message);
    await desk.handle(retry.message);
    expect(server.received).toHaveLength(2);
    expect(desk.queued).toHaveLength(1);
  });

  it('at the same moment sends once; the loser comes again and finds nothing to do', async () => {
    const server = await receiver();
    const { desk, event, delivery } = await anEventFor(dynamo, server);
    const copies = Array.from({ length: 8 }, () => desk.handle(fanOutOf(event)));
    const results = await Promise.allSettled(copies);
    expect(server.received).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason.name).toBe('StillBeingSentError');
    }
    expect(await delivery()).toMatchObject({ state: 'delivered', tries: 1 });
    await desk.handle(fanOutOf(event));
    expect(server.received).toHaveLength(1);
  });
});
