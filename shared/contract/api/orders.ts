import { z } from 'zod';
import { deviceSchema, paymentMethodSchema } from '../../domain/channels/channel.ts';
import { failureReasonSchema } from '../../domain/channels/failures/failure-reason.ts';
import {
  attemptIdSchema,
  channelIdSchema,
  orderIdSchema,
  productIdSchema,
  refundIdSchema,
} from '../../domain/identity/ids.ts';
import { currencySchema } from '../../domain/money/money.ts';
import { attemptStateSchema, nextActionSchema } from '../../domain/orders/attempt.ts';
import {
  orderStateSchema,
  reservationSchema,
  reviewReasonSchema,
} from '../../domain/orders/order.ts';
import { cardKindSchema, MAX_QUANTITY } from '../../domain/products/product.ts';
import { refundObject } from './refunds.ts';
import { apiTime, defineRoute, listReply, noQuery, pageQuery, strict } from './route.ts';

const contact = z.string().trim().min(3).max(128).describe("The buyer's e-mail or phone.");

const attemptObject = z.object({
  object: z.literal('attempt'),
  id: attemptIdSchema,
  channel: channelIdSchema,
  provider: z.string(),
  method: paymentMethodSchema,
  device: deviceSchema,
  amount: z.int(),
  currency: currencySchema,
  state: attemptStateSchema,
  next_action: nextActionSchema.nullable(),
  provider_order_number: z.string().describe('Our number of the payment at the provider.'),
  provider_reference: z.string().nullable(),
  paid_amount: z
    .int()
    .nullable()
    .describe(
      'What has come for it. Less than `amount`, and not paid, while the rest is waited for.',
    ),
  failure_reason: failureReasonSchema.nullable(),
  failure_text: z
    .object({ en: z.string(), zh: z.string() })
    .nullable()
    .describe('What the reason means and what to do about it.'),
  failure_detail: z.string().nullable().describe("The provider's or the connection's own words."),
  routing_reasons: z.array(z.string()),
  device_mark: z
    .string()
    .nullable()
    .describe(
      "The browser that it was started in, by a signed cookie: equal in your shop's payments from one browser, unlike any other shop's.",
    ),
  fingerprint_mark: z
    .string()
    .nullable()
    .describe('The same by what the browser looks like: weak, because browsers may look alike.'),
  created_at: apiTime,
  updated_at: apiTime,
  expires_at: apiTime,
});

const orderFields = {
  object: z.literal('order'),
  id: orderIdSchema,
  mode: z.enum(['test', 'live']),
  product: z.object({ id: productIdSchema, name: z.string(), card_kind: cardKindSchema }),
  quantity: z.int(),
  unit_amount: z.int(),
  amount: z.int().describe('Integer minor units.'),
  currency: currencySchema,
  state: orderStateSchema,
  reservation: reservationSchema.describe("Where the order's cards are."),
  review: z
    .object({ reason: reviewReasonSchema, detail: z.string() })
    .nullable()
    .describe('The question that a person has to answer, whatever the state.'),
  credit: z
    .int()
    .nullable()
    .describe("Paid beyond the price and not paid back: the buyer's money."),
  stock_deadline: apiTime.nullable().describe('Until when a paid order waits for cards.'),
  contact: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  return_url: z.string().nullable(),
  paid_attempt: attemptIdSchema.nullable(),
  created_at: apiTime,
  updated_at: apiTime,
  expires_at: apiTime,
  paid_at: apiTime.nullable(),
  delivered_at: apiTime.nullable(),
};

export const orderSummaryObject = z.object(orderFields);

/** What the buyer receives: present once the order is delivered. */
export const deliveryObject = z.object({
  cards: z.array(z.object({ id: z.string(), value: z.string() })),
  content: z.string().nullable().describe('What the merchant wrote when delivering by hand.'),
});

export const orderObject = z.object({
  ...orderFields,
  attempts: z.array(attemptObject),
  refunds: z.array(refundObject),
  delivery: deliveryObject.nullable(),
  timeline: z.array(
    z.object({
      sequence: z.int(),
      at: apiTime,
      what: z.string(),
      actor: z.string(),
      attempt: attemptIdSchema.nullable(),
      refund: refundIdSchema.nullable(),
      detail: z.string().nullable(),
    }),
  ),
});

const orderParams = strict({ orderId: orderIdSchema });

export const createOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders',
  stage: 'orders',
  operationId: 'createOrder',
  summary: 'Create an order and reserve its cards',
  description:
    'Reserves the cards in the same transaction. The reply carries a checkout link for the buyer. ' +
    'Unpaid orders expire and give their cards back.',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: strict({
    product: productIdSchema,
    quantity: z.int().min(1).max(MAX_QUANTITY).default(1),
    contact: contact.optional(),
    buyer_ip: z.union([z.ipv4(), z.ipv6()]).optional(),
    buyer_device: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .describe(
        "Your own mark of the buyer's device. With contact and IP it tells whose unpaid orders hold how much of a product's stock.",
      ),
    return_url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    expires_in_seconds: z.int().min(60).max(86_400).default(900),
    metadata: z
      .record(z.string().min(1).max(40), z.string().max(500))
      .refine((value) => Object.keys(value).length <= 20, 'at most 20 keys')
      .default({}),
  }),
  reply: z.object({ ...orderObject.shape, checkout_url: z.string() }),
  status: 201,
  errors: [
    'not_found',
    'out_of_stock',
    'product_unavailable',
    'invalid_parameter',
    'buyer_holds_too_much',
    'concurrent_change',
  ],
  example: {
    body: {
      product: 'prod_01jd3kqv8ye4xr7p9z2m5c6t02',
      quantity: 1,
      contact: 'buyer@example.com',
      return_url: 'https://shop.example.com/thanks',
      metadata: { cart: '4711' },
    },
  },
});

export const readOrder = defineRoute({
  method: 'GET',
  path: '/v1/orders/:orderId',
  stage: 'orders',
  operationId: 'readOrder',
  summary: 'Read an order with its attempts, delivery and timeline',
  auth: 'api_key',
  params: orderParams,
  query: noQuery,
  body: z.undefined(),
  reply: orderObject,
  status: 200,
  errors: ['not_found'],
});

export const listOrders = defineRoute({
  method: 'GET',
  path: '/v1/orders',
  stage: 'orders',
  operationId: 'listOrders',
  summary: 'List orders, newest first',
  auth: 'api_key',
  params: strict({}),
  query: strict({
    ...pageQuery,
    starting_after: orderIdSchema.optional(),
    state: orderStateSchema.optional(),
    product: productIdSchema.optional(),
    contact: z.string().max(128).optional(),
    created_from: apiTime.optional(),
    created_to: apiTime.optional(),
  }),
  body: z.undefined(),
  reply: listReply(orderSummaryObject),
  status: 200,
  errors: ['invalid_parameter'],
});

export const cancelOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders/:orderId/cancel',
  stage: 'orders',
  operationId: 'cancelOrder',
  repeatable: true,
  summary: 'Cancel an unpaid order and free its cards',
  auth: 'api_key',
  params: orderParams,
  query: noQuery,
  body: strict({ reason: z.string().trim().min(1).max(500).optional() }).default({}),
  reply: orderObject,
  status: 200,
  errors: ['not_found', 'state_conflict', 'concurrent_change'],
});

export const completeOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders/:orderId/complete',
  stage: 'orders',
  operationId: 'completeOrder',
  repeatable: true,
  summary: 'Complete an order by hand (补单)',
  description:
    'For payments that were confirmed elsewhere, for manual products and for orders under review. Takes the same path as a payment; reason and actor are kept in the timeline. Repeating it changes nothing.',
  auth: 'api_key',
  params: orderParams,
  query: noQuery,
  body: strict({
    reason: z.string().trim().min(3).max(500),
    actor: z.string().trim().min(1).max(100).describe('The person who decided it.'),
    content: z
      .string()
      .min(1)
      .max(10_000)
      .optional()
      .describe('What to deliver, for a manual product.'),
  }),
  reply: orderObject,
  status: 200,
  errors: ['not_found', 'state_conflict', 'out_of_stock', 'concurrent_change', 'missing_parameter'],
});

export const resolveOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders/:orderId/resolve',
  stage: 'orders',
  operationId: 'resolveOrder',
  repeatable: true,
  summary: 'Answer the question that an order carries',
  description:
    '`keep`: it was settled elsewhere, the order stands as it is. `cancel`: an order under review that was never delivered ends, and its cards become free. To deliver it, complete it; to pay it back, refund it.',
  auth: 'api_key',
  params: orderParams,
  query: noQuery,
  body: strict({
    outcome: z.enum(['keep', 'cancel']),
    reason: z.string().trim().min(3).max(500),
    actor: z.string().trim().min(1).max(100).describe('The person who decided it.'),
  }),
  reply: orderObject,
  status: 200,
  errors: ['not_found', 'state_conflict', 'concurrent_change'],
});

export const resendOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders/:orderId/resend',
  stage: 'orders',
  operationId: 'resendOrder',
  summary: "Send the event of the order's present state to the merchant again",
  auth: 'api_key',
  params: orderParams,
  query: noQuery,
  body: strict({}).default({}),
  reply: z.object({ object: z.literal('event'), id: z.string(), type: z.string() }),
  status: 202,
  errors: ['not_found', 'state_conflict'],
});
