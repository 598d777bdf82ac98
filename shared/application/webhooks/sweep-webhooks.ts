import type { WebhookQueue } from '../ports/queue.ts';
import type { Log, Runtime } from '../ports/runtime.ts';
import type { EndpointStore, WebhookSweep } from '../ports/webhook-store.ts';
import { fanOutRequest } from './fan-out-request.ts';
import { scheduleTries } from './schedule-tries.ts';

export interface SweepWebhooksDeps {
  readonly sweep: WebhookSweep;
  readonly endpointStore: Pick<EndpointStore, 'forgetAnnouncement'>;
  readonly webhooks: WebhookQueue;
  readonly runtime: Runtime;
  readonly log: Log;
}

/** Work of one shard taken in one run; the rest waits for the next minute. */
const LIMIT_PER_SHARD = 50;

/**
 * Queues what is due: tries whose pause was too long for the queue, and whatever a crash left behind. Doing it twice
 * is harmless: a try begins once.
 */
export const sweepWebhooks = async ({
  sweep,
  endpointStore,
  webhooks,
  runtime,
  log,
}: SweepWebhooksDeps): Promise<{ deliveries: number; announcements: number }> => {
  const now = runtime.now();
  const overdue = await sweep.takeOverdue(now, LIMIT_PER_SHARD);
  for (const work of overdue) {
    if (work.kind === 'unreadable') log.error('a delivery cannot be read', { key: work.key });
  }
  const deliveries = overdue.flatMap((work) => (work.kind === 'delivery' ? [work.delivery] : []));
  const events = overdue.flatMap((work) => (work.kind === 'announcement' ? [work.event] : []));
  await scheduleTries(webhooks, deliveries, now);
  await webhooks.send(events.map((event) => fanOutRequest(event.tenant, [event])));
  await Promise.all(events.map((event) => endpointStore.forgetAnnouncement(event)));
  return { deliveries: deliveries.length, announcements: events.length };
};
