import { cachedEndpoints } from '#shared/adapters/dynamodb/cached-endpoints.ts';
import { dynamoDeliveryStore } from '#shared/adapters/dynamodb/delivery-store.ts';
import { dynamoEndpointStore } from '#shared/adapters/dynamodb/endpoint-store.ts';
import { createEventLog } from '#shared/adapters/dynamodb/event-log.ts';
import { dynamoEventReader } from '#shared/adapters/dynamodb/event-reader.ts';
import { dynamoWebhookSweep } from '#shared/adapters/dynamodb/webhook-sweep.ts';
import { createWebhookUrlCheck } from '#shared/adapters/http/check-webhook-url.ts';
import { createWebhookSender } from '#shared/adapters/http/webhook-http.ts';
import { publishEvents } from '#shared/application/orders/publish-events.ts';
import type { Sealer } from '#shared/application/ports/sealer.ts';
import { createEndpoint } from '#shared/application/webhooks/create-endpoint.ts';
import { handleWebhookMessage } from '#shared/application/webhooks/handle-webhook-message.ts';
import { sweepWebhooks } from '#shared/application/webhooks/sweep-webhooks.ts';
import { type WebhookMessage, webhookMessageSchema } from '#shared/contract/queues.ts';
import { type Tenant, tenantKey } from '#shared/domain/identity/tenant.ts';
import type { MerchantEvent } from '#shared/domain/webhooks/event.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant } from './builders.ts';
import type { Dynamo } from './dynamo.ts';

/** Seals by turning the text around: enough to see that what is stored was sealed and what is used was opened. */
const turnAround: Sealer = {
  newDataKey: async () => ({
    seal: (plaintext, { id }) => ({
      wrappedKey: Buffer.from(id),
      data: Buffer.from([...plaintext].reverse().join('')),
    }),
  }),
  open: async ({ wrappedKey, data }, { id }) => {
    if (Buffer.from(wrappedKey).toString() !== id) throw new Error('sealed for something else');
    return [...Buffer.from(data).toString()].reverse().join('');
  },
};

/** The webhooks stage on the emulator, with real HTTP on loopback, a queue in memory and a clock the test turns. */
export const aWebhookDesk = (dynamo: Dynamo) => {
  const table = { documents: dynamo.documents, tableName: dynamo.tables.merchants };
  const tenant = aTenant();
  const { takeOverdue: allOverdue } = dynamoWebhookSweep(table);
  const endpointStore = dynamoEndpointStore(table);
  let now = new Date();
  const queued: { message: WebhookMessage; group: string; delaySeconds: number }[] = [];
  const counted = new Map<string, number>();
  const runtime = { ...systemRuntime, now: () => now, random: () => 0 };
  const deps = {
    endpoints: endpointStore,
    endpointStore,
    events: dynamoEventReader(table),
    deliveries: dynamoDeliveryStore(table),
    sealer: turnAround,
    sender: createWebhookSender({ allowPrivateAddresses: true, timeoutMillis: 1_000 }),
    urlCheck: createWebhookUrlCheck({ allowPrivateAddresses: true }),
    sweep: {
      // Other tests of the file share the table.
      takeOverdue: async (at: Date, limit: number) =>
        (await allOverdue(at, limit)).filter((work) =>
          work.kind === 'unreadable'
            ? work.key.startsWith(tenantKey(tenant))
            : tenantKey((work.kind === 'delivery' ? work.delivery : work.event).tenant) ===
              tenantKey(tenant),
        ),
    },
    eventLog: createEventLog(table),
    webhooks: {
      send: async (
        messages: readonly { message: WebhookMessage; group: string; delaySeconds?: number }[],
      ) => {
        for (const { message, group, delaySeconds = 0 } of messages) {
          queued.push({ message: webhookMessageSchema.parse(message), group, delaySeconds });
        }
      },
    },
    runtime,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    metrics: {
      count: (name: string, value = 1) => void counted.set(name, (counted.get(name) ?? 0) + value),
    },
  };
  const handle = (message: WebhookMessage) => handleWebhookMessage(deps, message);
  return {
    deps,
    queued,
    counted,
    handle,
    tenant,
    now: () => now,
    turnTo: (at: Date | string | undefined) => {
      if (at === undefined) throw new Error('there is no such time');
      now = new Date(at);
    },
    turnBy: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1_000);
    },
    /** Handles what is in the queue now; what that queues stays there. */
    handleQueued: async () => {
      for (const { message } of queued.splice(0)) await handle(message);
    },
    sweep: () => sweepWebhooks(deps),
    publish: (event: MerchantEvent) => publishEvents(deps, [[event]]),
    publishChange: (events: readonly MerchantEvent[]) => publishEvents(deps, [events]),
    registers: (tenant: Tenant, url: string) =>
      createEndpoint(deps, { tenant, url, description: '', subscription: ['*'] }),
    withCache: () => ({ ...deps, endpoints: cachedEndpoints(endpointStore, () => now.getTime()) }),
  };
};
export type WebhookDesk = ReturnType<typeof aWebhookDesk>;
