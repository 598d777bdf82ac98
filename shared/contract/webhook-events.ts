import { z } from 'zod';
import { channelIdSchema, eventIdSchema, productIdSchema } from '../domain/identity/ids.ts';
import { type EventType, eventTypeSchema } from '../domain/webhooks/event.ts';
import { orderSummaryObject } from './api/orders.ts';
import { refundObject } from './api/refunds.ts';
import { apiTime } from './api/route.ts';
import { webhookEndpointObject } from './api/webhooks.ts';

/** What an event tells the merchant. */
export interface WebhookEventContract {
  readonly meaning: string;
  /** The message's `data`. */
  readonly data: z.ZodType;
}

export const EVENT_TYPES: readonly EventType[] = eventTypeSchema.options;

/** Every event that is sent to merchants, with the object in its `data`. Cards are never part of it. */
export const WEBHOOK_EVENTS: Readonly<Record<EventType, WebhookEventContract>> = {
  'order.paid': {
    meaning: 'The money for an order arrived.',
    data: orderSummaryObject,
  },
  'order.delivered': {
    meaning: 'The buyer can read the cards. Read the order to get them yourself.',
    data: orderSummaryObject,
  },
  'order.expired': {
    meaning: 'Nobody paid in time; the cards are free again. A late payment still counts.',
    data: orderSummaryObject,
  },
  'order.cancelled': {
    meaning: 'An order was cancelled before it was paid.',
    data: orderSummaryObject,
  },
  'order.needs_review': {
    meaning: 'A person has to look at an order: `review` says why.',
    data: orderSummaryObject,
  },
  'refund.succeeded': {
    meaning: 'Money went back to the buyer.',
    data: refundObject,
  },
  'refund.failed': {
    meaning: 'A refund did not happen: no money moved. The order asks you to look.',
    data: refundObject,
  },
  'stock.low': {
    meaning: 'Fewer cards are left than the threshold of the product. Sent once until you refill.',
    data: z.object({
      object: z.literal('product'),
      id: productIdSchema,
      name: z.string(),
      available: z.int(),
      low_stock_threshold: z.int(),
    }),
  },
  'channel.expiring': {
    meaning:
      'A certificate, key or token of a channel ends in 30, 7 or 1 days, or has ended: renew it at the provider and enter it. Sent once each.',
    data: z.object({
      object: z.literal('channel'),
      id: channelIdSchema,
      label: z.string(),
      provider: z.string(),
      param: z.string().describe('The setting or secret that ends.'),
      expires_at: apiTime,
      days_left: z.int().describe('Whole days; negative once it is over.'),
    }),
  },
  'webhook_endpoint.disabled': {
    meaning: 'An endpoint was switched off after days of failure, or because it answered 410.',
    data: webhookEndpointObject,
  },
};

/** The body of a webhook: what every event carries around its `data`. */
export const webhookMessage = (type: EventType) =>
  z.object({
    id: eventIdSchema.describe('The same in every try: act once per id.'),
    type: z.literal(type),
    created_at: apiTime,
    sequence: z.int().describe('Grows with every event of one object.'),
    object_id: z.string(),
    data: WEBHOOK_EVENTS[type].data.describe('The object as it was then, without secrets.'),
  });
