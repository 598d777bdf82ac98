import type { WebhookMessage } from '#shared/contract/queues.ts';
import type { MerchantEvent } from '#shared/domain/webhooks/event.ts';
import type { Dynamo } from './dynamo.ts';
import { type Answer, startHttpServer, type TestServer } from './http-server.ts';
import { anEvent } from './webhook-builders.ts';
import { aWebhookDesk, type WebhookDesk } from './webhook-desk.ts';

const running: TestServer[] = [];

/** A merchant's server; stopped after the test. */
export const receiver = async (answer?: Answer): Promise<TestServer> => {
  const server = await startHttpServer(answer);
  running.push(server);
  return server;
};
export const stopReceivers = async (): Promise<void> => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
};

export const always =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end(`answer ${status}`);

export const fanOutOf = (...events: MerchantEvent[]): WebhookMessage => ({
  kind: 'fan_out',
  events,
});
export const eventFor = (desk: WebhookDesk, changes: Partial<MerchantEvent> = {}) =>
  anEvent({ tenant: desk.tenant, createdAt: desk.now().toISOString(), ...changes });

/** A desk with one endpoint, and an event that is recorded and in the queue. */
export const anEventFor = async (dynamo: Dynamo, server: TestServer) => {
  const desk = aWebhookDesk(dynamo);
  const { endpoint, secret } = await desk.registers(desk.tenant, `${server.url}/hooks`);
  const event = eventFor(desk);
  await desk.publish(event);
  const delivery = async () => {
    const [found, ...others] = await desk.deps.deliveries.listDeliveries(desk.tenant, event.id);
    if (!found || others.length > 0) throw new Error('there is not exactly one delivery');
    return found;
  };
  return { desk, endpoint, secret, event, delivery };
};
