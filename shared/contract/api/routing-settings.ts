import { z } from 'zod';
import { channelIdSchema } from '../../domain/identity/ids.ts';
import { apiTime, defineRoute, noBody, noParams, noQuery, strict } from './route.ts';

const minor = z.int().min(0).max(1_000_000_000);

const parts = {
  strategy: z
    .enum(['best', 'priority', 'fixed'])
    .describe(
      '`best`: by expected profit, learned from live results. `priority`: your own order of channels; a broken one still comes last. `fixed`: your own order, whatever happens.',
    ),
  margin_basis_points: z
    .int()
    .min(0)
    .max(10_000)
    .describe("What a sale earns before the channel's costs. 1500 = 15 %."),
  loyalty_amount: minor.describe('Worth of a buyer who comes again because it worked.'),
  failure_amount: minor.describe('Loss by a payment that fails: support, a buyer who leaves.'),
  capital_basis_points_per_day: z
    .number()
    .min(0)
    .max(100)
    .describe('Price of money that has not arrived yet. 3 = 0.03 % a day.'),
  exploration_share: z
    .number()
    .min(0)
    .max(0.1)
    .describe('Share of small payments that try one of the next best channels, in order to learn.'),
  exploration_max_amount: minor.describe('Larger payments are never used for that.'),
  trial_share: z
    .number()
    .min(0)
    .max(0.2)
    .describe('Share of small payments that try a channel which broke and may have recovered.'),
  trial_max_amount: minor.describe('Larger payments are never used for that.'),
};

const forcedObject = z.object({
  channels: z.array(channelIdSchema).describe('In the order in which they are tried.'),
  reason: z.string(),
  actor: z.string().nullable(),
  at: apiTime,
  until: apiTime.nullable().describe('null: until it is taken back.'),
  in_force: z.boolean().describe('false: its time is over, and it decides nothing.'),
});

export const routingSettingsObject = z.object({
  object: z.literal('routing_settings'),
  ...parts,
  forced: forcedObject.nullable().describe('Channels that somebody has put first by hand.'),
  updated_at: apiTime.nullable().describe('null: these are the defaults.'),
});

export const readRoutingSettings = defineRoute({
  method: 'GET',
  path: '/v1/routing/settings',
  stage: 'routing',
  operationId: 'readRoutingSettings',
  summary: 'Read what a payment is worth to you and how channels are ordered',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: routingSettingsObject,
  status: 200,
  errors: [],
});

export const updateRoutingSettings = defineRoute({
  method: 'PATCH',
  path: '/v1/routing/settings',
  stage: 'routing',
  operationId: 'updateRoutingSettings',
  summary: 'Change what a payment is worth to you and how channels are ordered',
  description:
    "Amounts are minor units of the payment's currency. What is absent stays. Takes effect within two seconds.",
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: strict(parts).partial(),
  reply: routingSettingsObject,
  status: 200,
  errors: ['invalid_parameter', 'concurrent_change'],
  example: { body: { margin_basis_points: 2_000, failure_amount: 50 } },
});

export const forceRouting = defineRoute({
  method: 'POST',
  path: '/v1/routing/force',
  stage: 'routing',
  operationId: 'forceRouting',
  summary: 'Put channels first by hand',
  description:
    'These channels come first, in this order, whatever rules prefer and results say; nothing is tried beside them in order to learn. Hard limits hold and so do exclusions by your rules, a frozen or draining channel takes nothing, and a broken one comes last even then. Replaces an earlier force; takes effect within two seconds.',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: strict({
    channels: z.array(channelIdSchema).min(1).max(20),
    reason: z.string().trim().min(1).max(200),
    actor: z.string().trim().min(1).max(100).optional().describe('The person who did it.'),
    until: apiTime.optional().describe('A time to come. Absent: until it is taken back.'),
  }),
  reply: routingSettingsObject,
  status: 200,
  errors: ['invalid_parameter', 'not_found', 'concurrent_change'],
  example: {
    body: { channels: ['ch_01jd3kqv8ye4xr7p9z2m5c6t7g'], reason: 'The other gateway is moving.' },
  },
});

export const endForcedRouting = defineRoute({
  method: 'DELETE',
  path: '/v1/routing/force',
  stage: 'routing',
  operationId: 'endForcedRouting',
  summary: 'Let rules and results decide again',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: routingSettingsObject,
  status: 200,
  errors: ['concurrent_change'],
});
