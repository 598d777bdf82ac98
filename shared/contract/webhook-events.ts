import { z } from 'zod';
import { productIdSchema, webhookEndpointIdSchema } from '../domain/identity/ids.ts';
import type { EventType } from '../domain/webhooks/event.ts';
import { orderSummaryObject } from './api/orders.ts';

/** What an event tells the merchant. */
export interface WebhookEventContract {
  readonly meaning: string;
  /** The message's `data`. */
  readonly data: z.ZodType;
}

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
    meaning: 'A person has to look at an order: `review` says why. Nothing was delivered.',
    data: orderSummaryObject,
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
  'webhook_endpoint.disabled': {
    meaning: 'An endpoint was switched off after days of failure, or because it answered 410.',
    data: z.object({
      object: z.literal('webhook_endpoint'),
      id: webhookEndpointIdSchema,
      url: z.string(),
    }),
  },
};
