import { z } from 'zod';
import { currencySchema } from '../../domain/money/money.ts';
import { buyerMarkSchema, holdOrRefundSchema } from '../../domain/policies/payment-policies.ts';
import { apiTime, defineRoute, noQuery, strict } from './route.ts';

const hours = z.int().min(0).max(720);
const basisPoints = z
  .int()
  .min(0)
  .max(1_000)
  .describe('So small a difference counts as none. 100 = 1 %.');

/** Every part of the policies; each is replaced as a whole. */
const parts = {
  late: strict({
    deliver_within_hours: hours.describe(
      'So long after its expiry a paid order is still delivered, if cards can be had.',
    ),
    afterwards: holdOrRefundSchema,
  }).describe('The order had expired when the money arrived.'),
  after_cancellation: holdOrRefundSchema.describe('You had cancelled the order.'),
  duplicate: holdOrRefundSchema.describe('A second payment of one order.'),
  underpaid: strict({ tolerance_basis_points: basisPoints, beyond: holdOrRefundSchema }),
  overpaid: strict({
    tolerance_basis_points: basisPoints,
    beyond: z
      .enum(['hold', 'deliver_and_credit', 'deliver_and_refund'])
      .describe('What happens to the order and to the difference.'),
  }),
  out_of_stock: strict({
    wait_hours: hours.describe('A paid order waits so long for cards, in the order of payment.'),
    afterwards: holdOrRefundSchema,
  }),
  automatic_refund_limits: z
    .partialRecord(currencySchema, z.int().min(0).max(Number.MAX_SAFE_INTEGER))
    .describe(
      'More than this, in minor units, is held for you instead of refunded without you. Currencies that are left out keep theirs.',
    ),
  refunded_cards: z
    .enum(['keep', 'revoke'])
    .describe(
      'Whether a buyer can still read cards whose whole price went back. They are never sold again.',
    ),
  stock_share: strict({
    percent: z
      .int()
      .min(1)
      .max(100)
      .describe(
        "How much of a product's unsold cards the unpaid orders of one buyer may hold together; 100 does not count. One order alone is limited by the product's max_quantity.",
      ),
    count_by: z.array(buyerMarkSchema).max(3).describe('What makes two orders the same buyer.'),
  }),
};

export const paymentPoliciesObject = z.object({
  object: z.literal('payment_policies'),
  mode: z.enum(['test', 'live']),
  ...parts,
  updated_at: apiTime.nullable().describe('null: these are the defaults.'),
});

export const readPaymentPolicies = defineRoute({
  method: 'GET',
  path: '/v1/payment-policies',
  stage: 'merchants',
  operationId: 'readPaymentPolicies',
  summary: 'Read how payments that are not plain are treated',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: z.undefined(),
  reply: paymentPoliciesObject,
  status: 200,
  errors: [],
});

export const updatePaymentPolicies = defineRoute({
  method: 'PATCH',
  path: '/v1/payment-policies',
  stage: 'merchants',
  operationId: 'updatePaymentPolicies',
  summary: 'Change how payments that are not plain are treated',
  description:
    'Late, double, too small, too large, sold out: each part that you send is replaced as a whole, the others stay. Takes effect within five seconds, for payments that arrive then.',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: strict(parts).partial(),
  reply: paymentPoliciesObject,
  status: 200,
  errors: ['invalid_parameter', 'concurrent_change'],
  example: {
    body: { late: { deliver_within_hours: 24, afterwards: 'refund' }, duplicate: 'refund' },
  },
});
