import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { changeEndpoint } from '#shared/application/webhooks/change-endpoint.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aWebhookDesk } from '#test/support/webhook-desk.ts';
import { stopReceivers } from '#test/support/webhook-receiver.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
afterEach(stopReceivers);

it('endpoints that are changed by many at once lose no change', async () => {
  const desk = aWebhookDesk(dynamo);
  const { endpoint } = await desk.registers(desk.tenant, 'http://127.0.0.1:9/hooks');
  const name = { tenant: desk.tenant, endpointId: endpoint.id };
  await Promise.all(
    Array.from({ length: 5 }, () =>
      changeEndpoint(desk.deps, name, (one) => ({ ...one, version: one.version + 1 })),
    ),
  );
  const { endpoints, version } = await desk.deps.endpoints.readEndpoints(desk.tenant);
  expect(endpoints[0]?.version).toBe(6);
  expect(version).toBe(6);
});
