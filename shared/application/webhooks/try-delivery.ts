import { METRICS } from '../../contract/metrics.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import { endTry, verdictOf } from '../../domain/webhooks/end-try.ts';
import {
  liveSecrets,
  secretContext,
  type WebhookEndpoint,
} from '../../domain/webhooks/endpoint.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import { isCarriedByQueue } from '../../domain/webhooks/sweep-time.ts';
import { webhookBody } from '../../domain/webhooks/webhook-body.ts';
import type { WebhookQueue } from '../ports/queue.ts';
import type { Log, Metrics } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { WebhookSender } from '../ports/webhook-sender.ts';
import type { DeliveryStore } from '../ports/webhook-store.ts';
import { type NoteHealthDeps, noteHealth } from './note-health.ts';
import { scheduleTries } from './schedule-tries.ts';

export interface TryDeliveryDeps extends NoteHealthDeps {
  readonly deliveries: DeliveryStore;
  readonly sealer: Sealer;
  readonly sender: WebhookSender;
  readonly webhooks: WebhookQueue;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Somebody else is at this delivery: the queue brings the message back when that is over. */
export class StillBeingSentError extends Error {
  override readonly name = 'StillBeingSentError';
}

/**
 * Sends an event to an endpoint once. `delivery` was begun and is stored; the result is stored before the next try is
 * queued. Whatever a crash cuts off, the message that started this comes again and finds the begun try expired.
 */
export const tryDelivery = async (
  deps: TryDeliveryDeps,
  {
    endpoint,
    event,
    delivery,
  }: { endpoint: WebhookEndpoint; event: MerchantEvent; delivery: Delivery },
): Promise<void> => {
  const startedAt = deps.runtime.now();
  const context = secretContext(endpoint.tenant, endpoint.id);
  const secrets = await Promise.all(
    liveSecrets(endpoint, startedAt).map(({ sealed }) => deps.sealer.open(sealed, context)),
  );
  const outcome = await deps.sender.post({
    url: endpoint.url,
    messageId: event.id,
    signedAt: startedAt,
    body: webhookBody(event),
    secrets,
  });
  const now = deps.runtime.now();
  const verdict = verdictOf(outcome);
  deps.metrics.count(verdict === 'delivered' ? METRICS.webhookDelivered : METRICS.webhookFailed);
  const ended = endTry(delivery, outcome, { startedAt, now, random: deps.runtime.random() });
  if (!(await deps.deliveries.writeDelivery(ended))) {
    deps.log.warn('a webhook took longer than its lease; its result is not recorded', {
      eventId: event.id,
      endpointId: endpoint.id,
    });
    return;
  }
  if (ended.state === 'pending' && isCarriedByQueue(ended)) {
    await scheduleTries(deps.webhooks, [ended], now);
  }
  await noteHealth(deps, endpoint, verdict);
};
