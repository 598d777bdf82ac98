import { z } from 'zod';
import { channelIdSchema, orderIdSchema } from '../../domain/identity/ids.ts';
import { currencySchema } from '../../domain/money/money.ts';
import { SKIP_REASONS } from '../../domain/routing/replay/past-decision.ts';
import { reasonObject } from './reason.ts';
import { apiTime, defineRoute, noParams, noQuery, strict } from './route.ts';
import { rulesToCheck } from './routing-rules.ts';
import { updateRoutingSettings } from './routing-settings.ts';

const estimate = z
  .object({ mean: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
  .describe('Mean and its 95 % interval; null where there is too little to say one.');

const twice = z.object({
  snips: estimate.describe('By what happened, weighed by how likely it was (self-normalised).'),
  doubly_robust: estimate.describe(
    'By what was expected, corrected by what happened: the better one as a rule.',
  ),
});

const estimates = z.object({
  logged: estimate.describe('What happened.'),
  present: twice.describe('What your present rules, fees and settings would have brought.'),
  draft: twice,
  difference: twice.describe('Draft minus present, payment by payment.'),
});

const share = z.number().describe('Of the first choices, as expected.');
const fees = z.int().describe('Expected fees of these payments, minor units.');

const replayOfCurrency = z.object({
  currency: currencySchema,
  decisions: z.int().describe('Payments that were decided anew.'),
  changed: z
    .int()
    .describe(
      'Payments that would take another channel first; where channels are drawn, expected.',
    ),
  changes: z
    .array(
      z.object({
        from_channel: channelIdSchema,
        to_channel: channelIdSchema.nullable().describe('null: no channel is left.'),
        count: z.int(),
        examples: z.array(orderIdSchema).describe('Up to three orders.'),
        reasons: z
          .array(reasonObject.extend({ channel: channelIdSchema }))
          .describe('Why the first of the examples would.'),
      }),
    )
    .describe('The 20 commonest, the commonest first.'),
  no_channel: z.int().describe('Payments that the draft leaves no channel.'),
  value: estimates.describe(
    'Profit a payment in minor units, by the fees and settings of the draft in every column: what its choices are worth.',
  ),
  success_rate: estimates.describe('Share of payments that are paid.'),
  effective_sample_size: z
    .number()
    .describe('So many payments would say as much, had the draft decided them.'),
  unsupported_share: z
    .number()
    .describe('Share of the draft’s choices on channels that never came first: only expected.'),
  unexplored_share: z
    .number()
    .describe(
      'Share of the draft’s choices where another channel was certain for such a payment: only expected.',
    ),
  clipped_share: z.number().describe('Payments whose weight was cut: rare choices, made likely.'),
  by_channel: z.array(
    z.object({
      channel: channelIdSchema,
      present: z.object({ share, fees }),
      draft: z.object({ share, fees }),
    }),
  ),
  fees: z
    .object({ present: fees, draft: fees })
    .describe('Each by its own fees: what the draft’s fees save is in here.'),
  summary: z.object({ en: z.string(), zh: z.string() }),
  warnings: z.array(
    reasonObject.extend({ code: z.enum(['may_be_chance', 'thin_support', 'no_channel']) }),
  ),
});

export const replayRouting = defineRoute({
  method: 'POST',
  path: '/v1/routing/replays',
  stage: 'routing',
  operationId: 'replayRouting',
  summary: 'See what a draft would have done with past payments, before you publish it',
  description:
    'Decides the first choice of past orders anew, once as now and once under a draft, with the success that was believed then and the channels as they are now, as far as they could be chosen then. ' +
    'What the draft would have brought is estimated from what happened, weighed by how likely it was. Channels forced by hand, load and caps are left out. ' +
    'Changes nothing. At least one of `rules`, `time_zone`, `fees` and `settings` is a draft.',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: strict({
    from: apiTime.optional().describe('Absent: seven days before `to`.'),
    to: apiTime.optional().describe('Absent: now.'),
    limit: z.int().min(1).max(2_000).default(500).describe('Orders, the newest first.'),
    rules: rulesToCheck.optional().describe('In the place of your active rules.'),
    time_zone: z.string().optional().describe('Where the rules count hours and days.'),
    fees: z
      .record(
        channelIdSchema,
        strict({
          rate_basis_points: z.int().min(0).max(10_000).describe('38 = 0.38 %.'),
          fixed_amount: z.int().min(0).max(1_000_000).default(0).describe('Minor units a payment.'),
        }),
      )
      .optional()
      .describe('Other fees by channel: an offer, or a tariff that changes.'),
    settings: updateRoutingSettings.body.optional().describe('What is absent stays.'),
  }),
  reply: z.object({
    object: z.literal('routing_replay'),
    from: apiTime,
    to: apiTime,
    replayed_from: apiTime
      .nullable()
      .describe('Creation of the oldest order that was looked at; null: there was none.'),
    truncated: z
      .enum(['limit', 'time'])
      .nullable()
      .describe('Why older orders were not looked at: `limit` orders, or no time was left.'),
    orders: z.int().describe('Orders that were looked at.'),
    decisions: z.int().describe('Of those, first choices that were decided anew.'),
    skipped: z
      .array(reasonObject.extend({ code: z.enum(SKIP_REASONS), count: z.int() }))
      .describe('Why the others were not.'),
    data: z.array(replayOfCurrency).describe('One entry a currency: money of two does not add up.'),
  }),
  status: 200,
  errors: ['invalid_parameter', 'missing_parameter'],
  example: { body: { settings: { margin_basis_points: 2_000 } } },
});
