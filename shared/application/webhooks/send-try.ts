import { METRICS } from '../../contract/metrics.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import { endTry, verdictOf } from '../../domain/webhooks/end-try.ts';
import {
  liveSecrets,
  secretContext,
  type WebhookEndpoint,
} from '../../domain/webhooks/endpoint.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import { webhookBody } from '../../domain/webhooks/webhook-body.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { WebhookSender } from '../ports/webhook-sender.ts';
import type { DeliveryStore, EndpointReader, EventReader } from '../ports/webhook-store.ts';
import { type NoteEndpointHealthDeps, noteEndpointHealth } from './note-endpoint-health.ts';
import { scheduleTry } from './schedule-try.ts';

export interface DeliverDeps extends NoteEndpointHealthDeps {
  /** The endpoints as they were a few seconds ago at most. */
  readonly recentEndpoints: EndpointReader;
  readonly events: Pick<EventReader, 'readEvent'>;
  readonly deliveries: DeliveryStore;
  readonly sender: WebhookSender;
  readonly sealer: Pick<Sealer, 'open'>;
  readonly runtime: Pick<Runtime, 'now' | 'newId' | 'random'>;
}

/**
 * Makes a try that is recorded as begun and that only this process may make: sends, records the result, sees to the
 * next try. A crash after any line leaves the lease to run out, after which the queue or the sweeper tries again.
 */
export const sendTry = async (
  deps: DeliverDeps,
  {
    delivery,
    event,
    endpoint,
  }: { delivery: Delivery; event: MerchantEvent; endpoint: WebhookEndpoint },
): Promise<void> => {
  const startedAt = deps.runtime.now();
  const outcome = await deps.sender.post({
    url: endpoint.url,
    messageId: event.id,
    signedAt: startedAt,
    body: webhookBody(event),
    secrets: await openSecrets(deps.sealer, endpoint, startedAt),
  });
  const now = deps.runtime.now();
  const ended = endTry(delivery, outcome, { startedAt, now, random: deps.runtime.random() });
  const verdict = verdictOf(outcome);
  deps.metrics.count(verdict === 'delivered' ? METRICS.webhookDelivered : METRICS.webhookFailed);
  if (await deps.deliveries.writeDelivery(ended)) {
    await scheduleTry(deps.webhooks, ended, now);
  } else {
    // Somebody asked for a new schedule meanwhile, which goes on without us; or the write was done and its answer
    // was lost, and the sweeper brings the next try.
    deps.log.warn('a try’s result was not written', {
      eventId: delivery.eventId,
      endpointId: delivery.endpointId,
    });
  }
  await noteEndpointHealth(deps, endpoint, verdict);
};

const openSecrets = (
  sealer: Pick<Sealer, 'open'>,
  endpoint: WebhookEndpoint,
  now: Date,
): Promise<string[]> =>
  Promise.all(
    liveSecrets(endpoint, now).map(({ sealed }) =>
      sealer.open(sealed, secretContext(endpoint.tenant, endpoint.id)),
    ),
  );
