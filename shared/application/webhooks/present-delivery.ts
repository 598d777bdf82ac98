import type { Delivery } from '../../domain/webhooks/delivery.ts';

/** What became of an event at one endpoint, as the API shows it. */
export const presentDelivery = (delivery: Delivery) => ({
  object: 'webhook_delivery' as const,
  endpoint: delivery.endpointId,
  state: delivery.state,
  tries: delivery.tries,
  next_try_at: delivery.dueAt ?? null,
  log: delivery.log.map(({ number, at, durationMillis, status, answer, error }) => ({
    number,
    at,
    duration_ms: durationMillis,
    status: status ?? null,
    answer: answer ?? null,
    error: error ?? null,
  })),
  created_at: delivery.createdAt,
  updated_at: delivery.updatedAt,
});
