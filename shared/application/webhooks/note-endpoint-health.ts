import { METRICS } from '../../contract/metrics.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import { judgeEndpoint, type TryVerdict } from '../../domain/webhooks/endpoint-health.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import type { WebhookQueue } from '../ports/queue.ts';
import type { Log, Metrics, Runtime } from '../ports/runtime.ts';
import type { EndpointStore } from '../ports/webhook-store.ts';
import { presentEndpoint } from './present-endpoint.ts';

export interface NoteEndpointHealthDeps {
  readonly endpoints: EndpointStore;
  readonly webhooks: WebhookQueue;
  readonly runtime: Pick<Runtime, 'now' | 'newId'>;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Many tries of one endpoint may end at once; the one that gives up is made good by the next try. */
const MAX_TRIES = 5;

/**
 * Remembers what a try said about its endpoint and switches it off when that is due. While nothing changes, which is
 * nearly always, this reads and writes nothing.
 *
 * @param seen the endpoint as the try knew it, perhaps some seconds old
 */
export const noteEndpointHealth = async (
  deps: NoteEndpointHealthDeps,
  seen: WebhookEndpoint,
  verdict: TryVerdict,
): Promise<void> => {
  if (!judgeEndpoint(seen, verdict, deps.runtime.now())) return;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const now = deps.runtime.now();
    const list = await deps.endpoints.readEndpoints(seen.tenant);
    const endpoint = list.endpoints.find(({ id }) => id === seen.id);
    // A try that was made at an address that is no longer the endpoint's says nothing about it.
    if (!endpoint || endpoint.url !== seen.url) return;
    const judged = judgeEndpoint(endpoint, verdict, now);
    if (!judged) return;
    const event = judged.disabled ? disabledEvent(deps, judged, now) : undefined;
    const changed = list.endpoints.map((other) => (other === endpoint ? judged : other));
    if (!(await deps.endpoints.writeEndpoints(list, changed, event))) continue;
    if (event) await announce(deps, judged, event);
    return;
  }
  deps.log.warn('an endpoint’s health could not be written', { endpointId: seen.id, verdict });
};

const disabledEvent = (
  { runtime }: Pick<NoteEndpointHealthDeps, 'runtime'>,
  endpoint: WebhookEndpoint,
  now: Date,
): MerchantEvent => ({
  id: runtime.newId('event'),
  type: 'webhook_endpoint.disabled',
  tenant: endpoint.tenant,
  objectId: endpoint.id,
  sequence: endpoint.version,
  createdAt: now.toISOString(),
  data: presentEndpoint(endpoint, now),
});

const announce = async (
  deps: NoteEndpointHealthDeps,
  endpoint: WebhookEndpoint,
  event: MerchantEvent,
): Promise<void> => {
  deps.metrics.count(METRICS.webhookEndpointDisabled);
  deps.log.warn('a webhook endpoint was switched off', {
    endpointId: endpoint.id,
    merchantId: endpoint.tenant.merchantId,
    reason: endpoint.disabled?.reason,
  });
  await deps.webhooks.send([
    { message: { kind: 'fan_out', event }, group: tenantKey(event.tenant) },
  ]);
  await deps.endpoints.forgetAnnouncement(event);
};
