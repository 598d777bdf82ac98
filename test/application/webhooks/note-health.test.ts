import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { handleWebhookMessage } from '#shared/application/webhooks/handle-webhook-message.ts';
import { updateEndpoint } from '#shared/application/webhooks/update-endpoint.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import type { WebhookDesk } from '#test/support/webhook-desk.ts';
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

describe('automatic disabling', () => {
  const endpointOf = async (desk: WebhookDesk, id: string) =>
    (await desk.deps.endpoints.readEndpoints(desk.tenant)).endpoints.find((one) => one.id === id);

  it('410 disables at once and the other endpoints are told', async () => {
    const [gone, other] = [await receiver(always(410)), await receiver()];
    const { desk, endpoint, delivery } = await anEventFor(dynamo, gone);
    await desk.handleQueued();
    expect((await endpointOf(desk, endpoint.id))?.disabled?.reason).toBe('gone');
    expect(await delivery()).toMatchObject({ state: 'failed', tries: 1 });
    await desk.registers(desk.tenant, other.url);
    await desk.handleQueued();
    expect(gone.received).toHaveLength(1);
    expect(JSON.parse(other.received[0]?.body ?? '')).toMatchObject({
      type: 'webhook_endpoint.disabled',
      object_id: endpoint.id,
      data: { status: 'disabled', disabled_reason: 'gone', url: `${gone.url}/hooks` },
    });
    expect(other.received[0]?.body).not.toContain('whsec_');
  });

  it('five days of only failures disable, one success in between does not', async () => {
    let status = 500;
    const server = await receiver((response) => {
      response.writeHead(status).end();
    });
    const { desk, endpoint } = await anEventFor(dynamo, server);
    const oneMore = async () => {
      desk.queued.length = 0;
      await desk.publish(eventFor(desk));
      await desk.handleQueued();
      return endpointOf(desk, endpoint.id);
    };
    await desk.handleQueued();
    const since = desk.now().toISOString();
    expect((await oneMore())?.failingSince).toBe(since);
    desk.turnBy(4 * 86_400);
    expect((await oneMore())?.failingSince).toBe(since);
    status = 200;
    expect((await oneMore())?.failingSince).toBeUndefined();
    status = 500;
    desk.turnBy(2 * 86_400);
    expect(await oneMore()).toMatchObject({ failingSince: desk.now().toISOString() });
    desk.turnBy(5 * 86_400);
    expect((await oneMore())?.disabled?.reason).toBe('failing');
    expect(desk.counted.get('WebhookEndpointDisabled')).toBe(1);
  });

  it('many failures at once are remembered once', async () => {
    const server = await receiver(always(500));
    const { desk, endpoint } = await anEventFor(dynamo, server);
    const events = Array.from({ length: 20 }, () => eventFor(desk));
    await desk.deps.eventLog.record(events);
    await Promise.all(events.map((event) => desk.handle(fanOutOf(event))));
    expect(server.received).toHaveLength(20);
    expect(await endpointOf(desk, endpoint.id)).toMatchObject({ version: 2 });
  });

  it('is announced even when the process dies before the queue has the event', async () => {
    const server = await receiver(always(410));
    const { desk, endpoint, event } = await anEventFor(dynamo, server);
    desk.queued.length = 0;
    const dying = { ...desk.deps, webhooks: { send: () => Promise.reject<void>(new Error('no')) } };
    await expect(handleWebhookMessage(dying, fanOutOf(event))).rejects.toThrow('no');
    expect((await endpointOf(desk, endpoint.id))?.disabled?.reason).toBe('gone');
    desk.turnBy(61);
    expect(await desk.sweep()).toEqual({ deliveries: 0, announcements: 1 });
    expect(desk.queued).toMatchObject([
      { message: { kind: 'fan_out', events: [{ type: 'webhook_endpoint.disabled' }] } },
    ]);
    desk.turnBy(3_600);
    expect(await desk.sweep()).toEqual({ deliveries: 0, announcements: 0 });
    const { events } = await desk.deps.events.listEvents(desk.tenant, { limit: 10 });
    expect(events.map(({ type }) => type)).toContain('webhook_endpoint.disabled');
  });

  it('is undone by the merchant, and the five days begin anew', async () => {
    const server = await receiver(always(410));
    const { desk, endpoint } = await anEventFor(dynamo, server);
    await desk.handleQueued();
    const name = { tenant: desk.tenant, endpointId: endpoint.id };
    const enabled = await updateEndpoint(desk.deps, name, { status: 'enabled' });
    expect(enabled.disabled).toBeUndefined();
    expect(enabled.failingSince).toBeUndefined();
    expect(enabled.version).toBe(3);
  });
});
