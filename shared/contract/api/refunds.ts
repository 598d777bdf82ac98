import { z } from 'zod';
import {
  attemptIdSchema,
  channelIdSchema,
  orderIdSchema,
  refundIdSchema,
} from '../../domain/identity/ids.ts';
import { currencySchema } from '../../domain/money/money.ts';
import { refundCauseSchema, refundStateSchema } from '../../domain/refunds/refund.ts';
import { refundReceiverSchema } from '../../domain/refunds/refund-receiver.ts';
import { apiAmount, apiTime, defineRoute, listReply, noQuery, pageQuery, strict } from './route.ts';

export const refundObject = z.object({
  object: z.literal('refund'),
  id: refundIdSchema,
  order: orderIdSchema,
  attempt: attemptIdSchema.describe('The payment that goes back to where it came from.'),
  channel: channelIdSchema,
  provider: z.string(),
  amount: z.int(),
  currency: currencySchema,
  cause: refundCauseSchema.describe('`requested` by you, or the payment policy that decided it.'),
  reason: z.string(),
  state: refundStateSchema.describe(
    '`unknown`: the provider did not answer clearly. It is asked again, or you are asked to look.',
  ),
  cards: z.enum(['keep', 'revoke']),
  provider_reference: z.string().nullable(),
  detail: z.string().nullable().describe("The provider's last word."),
  created_at: apiTime,
  updated_at: apiTime,
});

const refundParams = strict({ refundId: refundIdSchema });

export const createRefund = defineRoute({
  method: 'POST',
  path: '/v1/refunds',
  stage: 'refunds',
  operationId: 'createRefund',
  summary: 'Pay an order back, in whole or in part',
  description:
    'The refund is recorded and then sent to the provider that took the payment; follow its `state`, or the events `refund.succeeded` and `refund.failed`. ' +
    'All refunds of a payment together never exceed what was paid. Send an `Idempotency-Key`: the same key is the same refund for ever, not only as long as replies are kept.',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: strict({
    order: orderIdSchema,
    attempt: attemptIdSchema
      .optional()
      .describe('Which payment, when the order was paid more than once.'),
    amount: apiAmount.optional().describe('Minor units; all that is left when absent.'),
    reason: z.string().trim().min(1).max(200),
    actor: z.string().trim().min(1).max(100).optional().describe('The person who decided it.'),
    cards: z
      .enum(['keep', 'revoke'])
      .optional()
      .describe(
        'When the whole price went back: whether the buyer can still read the cards. Your payment policy decides when absent. Refunded cards are never sold again.',
      ),
  }),
  reply: refundObject,
  status: 201,
  errors: [
    'not_found',
    'invalid_parameter',
    'state_conflict',
    'limit_exceeded',
    'concurrent_change',
  ],
  example: {
    body: { order: 'ord_01jd3kqv8ye4xr7p9z2m5c6t00', amount: 300, reason: 'Half of the term' },
  },
});

export const readRefund = defineRoute({
  method: 'GET',
  path: '/v1/refunds/:refundId',
  stage: 'refunds',
  operationId: 'readRefund',
  summary: 'Read a refund',
  auth: 'api_key',
  params: refundParams,
  query: noQuery,
  body: z.undefined(),
  reply: refundObject,
  status: 200,
  errors: ['not_found'],
});

export const listRefunds = defineRoute({
  method: 'GET',
  path: '/v1/refunds',
  stage: 'refunds',
  operationId: 'listRefunds',
  summary: 'List refunds, newest first',
  auth: 'api_key',
  params: strict({}),
  query: strict({
    ...pageQuery,
    starting_after: refundIdSchema.optional(),
    order: orderIdSchema.optional().describe("One order's refunds, all of them."),
  }),
  body: z.undefined(),
  reply: listReply(refundObject),
  status: 200,
  errors: ['invalid_parameter', 'not_found'],
});

export const redirectRefund = defineRoute({
  method: 'POST',
  path: '/v1/refunds/:refundId/redirect',
  stage: 'refunds',
  operationId: 'redirectRefund',
  repeatable: true,
  summary: "Send a refund elsewhere that the buyer's bank did not take",
  description:
    "For a refund that is `unknown` because its `detail` says that the money could not go back (WeChat Pay: `ABNORMAL`). It goes to the merchant's own account, who then pays the buyer by hand, or to another account of the buyer. The number and name of an account are sealed, and forgotten once the provider has them. Where the provider cannot do this: `state_conflict`.",
  auth: 'api_key',
  params: refundParams,
  query: noQuery,
  body: strict({
    receiver: refundReceiverSchema,
    reason: z.string().trim().min(3).max(200),
    actor: z.string().trim().min(1).max(100).describe('The person who decided it.'),
  }),
  reply: refundObject,
  status: 200,
  errors: ['not_found', 'state_conflict', 'concurrent_change'],
  example: {
    body: { receiver: { kind: 'merchant' }, reason: 'The card was cancelled', actor: 'Li' },
  },
});

export const resolveRefund = defineRoute({
  method: 'POST',
  path: '/v1/refunds/:refundId/resolve',
  stage: 'refunds',
  operationId: 'resolveRefund',
  repeatable: true,
  summary: 'Tell what became of a refund that the provider never answered for',
  description:
    "For a refund that is `unknown` at a provider that cannot be asked twice: look into the provider's own console, then say whether the money went back.",
  auth: 'api_key',
  params: refundParams,
  query: noQuery,
  body: strict({
    outcome: z.enum(['succeeded', 'failed']),
    reason: z.string().trim().min(3).max(200),
    actor: z.string().trim().min(1).max(100).describe('The person who looked.'),
  }),
  reply: refundObject,
  status: 200,
  errors: ['not_found', 'state_conflict', 'concurrent_change'],
});
