import { SQS_MAX_DELAY_SECONDS } from '../../contract/queues.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import type { WebhookQueue } from '../ports/queue.ts';

/** Puts the next tries of pending deliveries into the queue, which holds each back until it is due. */
export const scheduleTries = (
  webhooks: WebhookQueue,
  deliveries: readonly Delivery[],
  now: Date,
): Promise<void> =>
  webhooks.send(
    deliveries.flatMap(({ tenant, eventId, endpointId, dueAt }) =>
      dueAt === undefined
        ? []
        : [
            {
              message: { kind: 'deliver', tenant, eventId, endpointId, dueAt },
              group: tenantKey(tenant),
              delaySeconds: secondsUntil(dueAt, now),
            },
          ],
    ),
  );

const secondsUntil = (dueAt: string, now: Date): number =>
  Math.min(
    Math.max(Math.ceil((Date.parse(dueAt) - now.getTime()) / 1000), 0),
    SQS_MAX_DELAY_SECONDS,
  );
