import { tenantKey } from '../../domain/identity/tenant.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import { isCarriedByQueue } from '../../domain/webhooks/sweep-time.ts';
import type { WebhookQueue } from '../ports/queue.ts';

/**
 * Puts a pending delivery's next try into the queue if that can carry it so far; the sweeper brings the others, and
 * those whose message is lost between this and the write before it.
 */
export const scheduleTry = async (
  webhooks: WebhookQueue,
  delivery: Delivery,
  now: Date,
): Promise<void> => {
  const { tenant, eventId, endpointId, dueAt } = delivery;
  if (delivery.state !== 'pending' || dueAt === undefined || !isCarriedByQueue(delivery)) return;
  const waitSeconds = Math.ceil((Date.parse(dueAt) - now.getTime()) / 1000);
  await webhooks.send([
    {
      message: { kind: 'deliver', tenant, eventId, endpointId, dueAt },
      group: tenantKey(tenant),
      delaySeconds: Math.max(0, waitSeconds),
    },
  ]);
};
