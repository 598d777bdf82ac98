import type { MerchantEvent } from './event.ts';

/** An event as the API shows it: the body of a webhook and an entry of `GET /v1/events`. */
export const presentEvent = (event: MerchantEvent) => ({
  id: event.id,
  type: event.type,
  created_at: event.createdAt,
  sequence: event.sequence,
  object_id: event.objectId,
  data: event.data,
});

/** The bytes that are signed and sent: the same in every try. */
export const webhookBody = (event: MerchantEvent): string => JSON.stringify(presentEvent(event));
