import { METRICS } from '../../contract/metrics.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import { judgeEndpoint, type TryVerdict } from '../../domain/webhooks/endpoint-health.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import type { WebhookQueue } from '../ports/queue.ts';
import type { Log, Metrics, Runtime } from '../ports/runtime.ts';
import type { EndpointStore } from '../ports/webhook-store.ts';
import { changeEndpoints } from './change-endpoints.ts';
import { fanOutRequest } from './fan-out-request.ts';
import { presentEndpoint } from './present-endpoint.ts';

export interface NoteHealthDeps {
  readonly endpointStore: EndpointStore;
  readonly webhooks: WebhookQueue;
  readonly runtime: Runtime;
  readonly metrics: Metrics;
  readonly log: Log;
}

/**
 * Remembers what a try says about its endpoint, and switches off one that has done nothing but fail. Nothing is read or
 * written while all is well. `endpoint` may be some seconds old: what is decided, is decided on what is stored.
 */
export const noteHealth = async (
  deps: NoteHealthDeps,
  { tenant, id, ...seen }: WebhookEndpoint,
  verdict: TryVerdict,
): Promise<void> => {
  const now = deps.runtime.now();
  if (!judgeEndpoint({ tenant, id, ...seen }, verdict, now)) return;
  const event = await changeEndpoints(
    { endpoints: deps.endpointStore, runtime: deps.runtime },
    tenant,
    (all) => {
      // What an old address said is no news about the new one.
      const endpoint = all.find((one) => one.id === id && one.url === seen.url);
      const judged = endpoint && judgeEndpoint(endpoint, verdict, now);
      if (!judged) return { endpoints: all, result: undefined };
      const disabled = judged.disabled ? disabledEvent(deps.runtime, judged) : undefined;
      return {
        endpoints: all.map((one) => (one === endpoint ? judged : one)),
        event: disabled,
        result: disabled,
      };
    },
  );
  if (event) await announce(deps, event);
};

/** The event is recorded with a reminder, which goes away once the queue has it. */
const announce = async (deps: NoteHealthDeps, event: MerchantEvent): Promise<void> => {
  deps.metrics.count(METRICS.webhookEndpointDisabled);
  deps.log.warn('a webhook endpoint was disabled', { endpointId: event.objectId });
  await deps.webhooks.send([fanOutRequest(event.tenant, [event])]);
  await deps.endpointStore.forgetAnnouncement(event);
};

const disabledEvent = (runtime: Runtime, endpoint: WebhookEndpoint): MerchantEvent => {
  const now = runtime.now();
  return {
    id: runtime.newId('event'),
    type: 'webhook_endpoint.disabled',
    tenant: endpoint.tenant,
    objectId: endpoint.id,
    sequence: endpoint.version,
    createdAt: now.toISOString(),
    data: presentEndpoint(endpoint, now),
  };
};
