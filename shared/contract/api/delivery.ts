import { z } from 'zod';
import { productIdSchema } from '../../domain/identity/ids.ts';
import { currencySchema } from '../../domain/money/money.ts';
import { cardKindSchema, MAX_QUANTITY, MAX_STOCK_LANES } from '../../domain/products/product.ts';
import { MAX_CARD_LINES, rejectionSchema } from '../../domain/products/rejected-line.ts';
import { apiAmount, apiTime, defineRoute, listReply, noQuery, pageQuery, strict } from './route.ts';

const productParams = strict({ productId: productIdSchema });

const name = z.string().trim().min(1).max(200).describe('What the buyer reads.');
const description = z.string().trim().max(2_000);
const quantity = z.int().min(1).max(MAX_QUANTITY);
const status = z.enum(['active', 'archived']).describe('An archived product is not sold.');
/** An order sees so many cards when it is made, and cannot tell whether more than that are left. */
const lowStockThreshold = z
  .int()
  .min(0)
  .max(100)
  .describe('`stock.low` is sent when fewer cards than this can be sold; 0 switches it off.');
const stockLanes = z
  .int()
  .min(1)
  .max(MAX_STOCK_LANES)
  .describe(
    'Partitions that hold the cards. 1 sells strictly first in, first out; more let more buyers in at once. Can only grow.',
  );

const productFields = {
  object: z.literal('product'),
  id: productIdSchema,
  mode: z.enum(['test', 'live']),
  name: z.string(),
  description: z.string(),
  price_amount: z.int().describe('Price of one, in integer minor units.'),
  currency: currencySchema,
  min_quantity: z.int(),
  max_quantity: z.int(),
  card_kind: cardKindSchema,
  status,
  low_stock_threshold: z.int(),
  stock_lanes: z.int(),
  waiting_units: z
    .int()
    .describe('Units that paid orders wait for: imported cards go to them first.'),
  delivery_hook_url: z.string().nullable(),
  created_at: apiTime,
  updated_at: apiTime,
};

export const productObject = z.object(productFields);

export const createProduct = defineRoute({
  method: 'POST',
  path: '/v1/products',
  stage: 'delivery',
  operationId: 'createProduct',
  summary: 'Create a product',
  description:
    'Card kinds: `unique` sells each card once (卡密); `loop` shows the same cards to every buyer (循环卡密) and never runs out while it has one; `manual` has no cards, you deliver by completing the order.',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: strict({
    name,
    description: description.default(''),
    price_amount: apiAmount,
    currency: currencySchema,
    min_quantity: quantity.default(1),
    max_quantity: quantity.default(10),
    card_kind: cardKindSchema.default('unique'),
    low_stock_threshold: lowStockThreshold.default(10),
    stock_lanes: stockLanes.default(1),
  }),
  reply: productObject,
  status: 201,
  errors: ['invalid_parameter'],
  example: { body: { name: 'Game card 30 days', price_amount: 990, currency: 'CNY' } },
});

export const listProducts = defineRoute({
  method: 'GET',
  path: '/v1/products',
  stage: 'delivery',
  operationId: 'listProducts',
  summary: 'List products, newest first',
  auth: 'api_key',
  params: strict({}),
  query: strict({ ...pageQuery, starting_after: productIdSchema.optional() }),
  body: z.undefined(),
  reply: listReply(productObject),
  status: 200,
  errors: ['invalid_parameter'],
});

export const readProduct = defineRoute({
  method: 'GET',
  path: '/v1/products/:productId',
  stage: 'delivery',
  operationId: 'readProduct',
  summary: 'Read a product',
  auth: 'api_key',
  params: productParams,
  query: noQuery,
  body: z.undefined(),
  reply: productObject,
  status: 200,
  errors: ['not_found'],
});

export const updateProduct = defineRoute({
  method: 'PATCH',
  path: '/v1/products/:productId',
  stage: 'delivery',
  operationId: 'updateProduct',
  summary: 'Change a product',
  description:
    'Orders that exist keep the price they were made with. The card kind cannot change. A new currency needs its price in the same call.',
  auth: 'api_key',
  params: productParams,
  query: noQuery,
  body: strict({
    name: name.optional(),
    description: description.optional(),
    price_amount: apiAmount.optional(),
    currency: currencySchema.optional(),
    min_quantity: quantity.optional(),
    max_quantity: quantity.optional(),
    status: status.optional(),
    low_stock_threshold: lowStockThreshold.optional(),
    stock_lanes: stockLanes.optional(),
  }),
  reply: productObject,
  status: 200,
  errors: ['not_found', 'invalid_parameter', 'missing_parameter', 'concurrent_change'],
  example: { body: { price_amount: 1290, low_stock_threshold: 20 } },
});

export const setDeliveryHook = defineRoute({
  method: 'POST',
  path: '/v1/products/:productId/delivery-hook',
  stage: 'delivery',
  operationId: 'setDeliveryHook',
  repeatable: true,
  summary: 'Let your own system supply what a manual product delivers',
  description:
    'When an order is paid, the URL gets a signed POST (Standard Webhooks, like every webhook) with the order; `webhook-id` is the order’s id in every try. ' +
    'Answer 200 with `{"content": "…"}` to deliver it, 202 to be asked again later. After about a day of other answers the order asks you to look; completing it by hand works at any time. ' +
    'Answer the same order with the same content: only one answer is delivered. The secret is shown once; calling this again makes a new one.',
  auth: 'api_key',
  params: productParams,
  query: noQuery,
  body: strict({ url: z.url().max(2_000) }),
  reply: z.object({
    object: z.literal('delivery_hook'),
    product: productIdSchema,
    url: z.string(),
    secret: z.string().describe('`whsec_…`, shown once.'),
  }),
  status: 200,
  errors: ['not_found', 'invalid_parameter', 'state_conflict', 'concurrent_change'],
  example: { body: { url: 'https://shop.example.com/arteria/deliver' } },
});

export const removeDeliveryHook = defineRoute({
  method: 'DELETE',
  path: '/v1/products/:productId/delivery-hook',
  stage: 'delivery',
  operationId: 'removeDeliveryHook',
  summary: 'Deliver a manual product by hand again',
  description: 'Orders that wait for the hook ask you to look. Repeating it changes nothing.',
  auth: 'api_key',
  params: productParams,
  query: noQuery,
  body: z.undefined(),
  reply: productObject,
  status: 200,
  errors: ['not_found', 'concurrent_change'],
});

/** A merchant's own name of an import. */
const batchId = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits, ".", "_", ":" or "-"')
  .describe(
    'Your name of the batch. The same name with the same cards gives the same answer, and goes on with an import that was cut off. Default: derived from the cards.',
  );

const cardBatchFields = {
  object: z.literal('card_batch'),
  id: z.string(),
  product: productIdSchema,
  state: z
    .enum(['importing', 'imported'])
    .describe('`importing`: a call was cut off; repeat it to go on.'),
  imported: z.int().describe('Cards added; 0 until the import is finished.'),
  rejected_count: z.int(),
  created_at: apiTime,
};

const rejectedLine = z.object({
  line: z.int().describe('From 1: the line of the text, or the place in `cards`.'),
  code: rejectionSchema,
  message: z.string(),
});

export const importCards = defineRoute({
  method: 'POST',
  path: '/v1/products/:productId/cards',
  stage: 'delivery',
  operationId: 'importCards',
  summary: 'Import cards in a batch',
  description:
    'As JSON, as CSV (the column `card`, or the first one) or as plain text with one card a line; UTF-8. Every line is either imported or answered with its number and the reason. Cards are sold in the order in which they came.',
  auth: 'api_key',
  params: productParams,
  query: strict({
    batch_id: batchId.optional().describe('As `batch_id` in the body, for text bodies.'),
  }),
  body: strict({
    batch_id: batchId.optional(),
    cards: z
      .array(z.union([z.string(), strict({ value: z.string() })], 'must be a text or {"value": …}'))
      .min(1)
      .max(MAX_CARD_LINES),
  }),
  textBodies: ['text/csv', 'text/plain'],
  reply: z.object({ ...cardBatchFields, rejected: z.array(rejectedLine) }),
  status: 201,
  errors: ['not_found', 'invalid_parameter', 'state_conflict', 'batch_id_reused', 'unavailable'],
  example: { body: { batch_id: 'june-1', cards: ['AAAA-1111', { value: 'BBBB-2222' }] } },
});

export const listCardBatches = defineRoute({
  method: 'GET',
  path: '/v1/products/:productId/cards/batches',
  stage: 'delivery',
  operationId: 'listCardBatches',
  summary: 'List the batches that were imported, by name',
  description:
    'Without the refused lines, of which there can be thousands: importing the same batch again answers them again.',
  auth: 'api_key',
  params: productParams,
  query: strict({ ...pageQuery, starting_after: batchId.optional() }),
  body: z.undefined(),
  reply: listReply(z.object(cardBatchFields)),
  status: 200,
  errors: ['not_found', 'invalid_parameter'],
});

export const readStock = defineRoute({
  method: 'GET',
  path: '/v1/products/:productId/stock',
  stage: 'delivery',
  operationId: 'readStock',
  summary: 'Count the cards of a product',
  description:
    'Counts every card: meant for people and for the hour, not for every page view. What unpaid orders hold beyond their time counts as available.',
  auth: 'api_key',
  params: productParams,
  query: noQuery,
  body: z.undefined(),
  reply: z.object({
    object: z.literal('stock'),
    product: productIdSchema,
    available: z.int().nullable().describe('Cards that can be sold now; null when unlimited.'),
    reserved: z.int().describe('Cards that orders hold until they are paid or expire.'),
    sold: z.int().nullable().describe('Cards that were sold; null when cards are not used up.'),
    unlimited: z
      .boolean()
      .describe('A product delivered by hand, or a loop product with a card: it never runs out.'),
    low_stock_threshold: z.int(),
  }),
  status: 200,
  errors: ['not_found'],
});
