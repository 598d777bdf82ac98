import { z } from 'zod';
import { channelIdSchema, orderIdSchema } from '../../domain/identity/ids.ts';
import { currencySchema } from '../../domain/money/money.ts';
import { DEFAULT_TIME_ZONE } from '../../domain/routing/rules/rule-set-schema.ts';
import { apiTime, defineRoute, noParams, noQuery, strict } from './route.ts';
import { reasonObject } from './routing.ts';
import { rulesToCheck } from './routing-rules.ts';

const estimate = z
  .object({ mean: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
  .describe('Mean and its 95 % interval; null where there is too little to say one.');

const comparison = z.object({
  currency: currencySchema,
  decisions: z.int(),
  changed: z.int().describe('Payments that would go to another channel first.'),
  shifts: z.array(
    z.object({
      from_channel: channelIdSchema,
      to_channel: channelIdSchema.nullable(),
      count: z.int(),
      examples: z.array(orderIdSchema),
      reasons: z.array(reasonObject).describe('Why the first of them would go there.'),
    }),
  ),
  profit: z
    .object({
      logged: estimate.describe('What was earned a payment, under the costs of today.'),
      present: z.object({ snips: estimate, doubly_robust: estimate }),
      draft: z.object({ snips: estimate, doubly_robust: estimate }),
      difference: estimate.describe('Draft minus present, paired by payment.'),
    })
    .describe('Minor units a payment.'),
  success: z.object({
    logged: estimate,
    present: z.object({ snips: estimate, doubly_robust: estimate }),
    draft: z.object({ snips: estimate, doubly_robust: estimate }),
  }),
  shares: z.array(z.object({ channel: channelIdSchema, present: z.number(), draft: z.number() })),
  effective_sample_size: z.number().describe('Payments that really speak for the draft.'),
  unsupported: z
    .number()
    .describe('Share of the draft whose channels the log has never tried for such payments.'),
  reliable: z.boolean(),
  summary: z.object({ en: z.string(), zh: z.string() }),
});

export const replayRouting = defineRoute({
  method: 'POST',
  path: '/v1/routing/replays',
  stage: 'routing',
  operationId: 'replayRouting',
  summary: 'See what a draft would have done with past payments, before you publish it',
  description:
    'Decides past payments anew under draft rules, fees or settings, with the success that was believed then, and estimates what it would have brought. ' +
    'Logged propensities weigh what happened (self-normalised and doubly robust). Changes nothing.',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: strict({
    from: apiTime.optional().describe('Absent: a week before `to`.'),
    to: apiTime.optional().describe('Absent: now.'),
    limit: z.int().min(1).max(2_000).default(500).describe('Orders, the newest first.'),
    rules: rulesToCheck.optional().describe('A draft in the place of your rules.'),
    time_zone: z.string().default(DEFAULT_TIME_ZONE),
    fees: z
      .record(
        channelIdSchema,
        strict({
          rate_basis_points: z.int().min(0).max(10_000),
          fixed_amount: z.int().min(0).max(1_000_000),
        }),
      )
      .optional()
      .describe('Other fees, by channel.'),
    margin_basis_points: z.int().min(0).max(10_000).optional(),
  }),
  reply: z.object({
    object: z.literal('routing_replay'),
    from: apiTime,
    to: apiTime,
    orders: z.int(),
    skipped: z.int().describe('Orders without a first attempt that routing has logged.'),
    truncated: z.boolean().describe('There were more orders than were read.'),
    data: z.array(comparison).describe('One entry a currency.'),
  }),
  status: 200,
  errors: ['invalid_parameter', 'missing_parameter'],
  example: { body: { margin_basis_points: 2_000 } },
});
