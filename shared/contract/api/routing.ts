import { z } from 'zod';
import {
  deviceSchema,
  paymentMethodSchema,
  riskLevelSchema,
} from '../../domain/channels/channel.ts';
import { channelIdSchema } from '../../domain/identity/ids.ts';
import { currencySchema } from '../../domain/money/money.ts';
import { TERMS } from '../../domain/routing/utility/terms.ts';
import { reasonObject } from './reason.ts';
import { apiAmount, defineRoute, noQuery, strict } from './route.ts';

export const decideRouting = defineRoute({
  method: 'POST',
  path: '/v1/routing/decisions',
  stage: 'routing',
  operationId: 'decideRouting',
  summary: 'Ask which channels a payment would take, and why',
  description:
    'Decides as for a real payment and explains every channel, without any effect. Channels of equal priority are drawn by weight, so that two answers may differ in their order.',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: strict({
    amount: apiAmount,
    currency: currencySchema,
    method: paymentMethodSchema,
    device: deviceSchema.default('mobile'),
    expires_in_seconds: z.int().min(60).max(86_400).default(900),
    tried_channels: z.array(channelIdSchema).max(99).default([]),
    failed_upstreams: z.array(z.string().min(1).max(100)).max(99).default([]),
    region: z.string().max(20).optional().describe("The buyer's country or region, ISO code."),
    issuer: z.string().max(40).optional().describe("Code of the buyer's bank."),
    risk_level: riskLevelSchema.default('low'),
    product: z.string().max(60).optional(),
    quantity: z.int().min(1).default(1),
    paid_orders: z.int().min(0).default(0).describe('Orders that the buyer has paid before.'),
    preferred_channel: channelIdSchema
      .optional()
      .describe('The channel that the buyer paid through last.'),
  }),
  reply: z.object({
    object: z.literal('routing_decision'),
    decided_by: z
      .enum(['best', 'priority'])
      .describe('By what was learned, or by your own order of channels where nothing was.'),
    first: z
      .enum(['best', 'exploration', 'trial'])
      .describe('Why the first is first; a small share of small payments is drawn to learn.'),
    propensity: z.number().describe('How likely it was that this channel came first.'),
    order: z.array(channelIdSchema).describe('Channels to try, best first.'),
    candidates: z.array(
      z.object({
        channel: channelIdSchema,
        label: z.string(),
        provider: z.string(),
        eligible: z.boolean(),
        reasons: z.array(reasonObject),
        success_probability: z
          .number()
          .nullable()
          .describe('Expected success with the health of this moment; only for eligible channels.'),
        terms: z
          .record(z.enum(TERMS), z.number())
          .nullable()
          .describe(
            'Every gain and cost of the payment there, in minor units; costs are negative.',
          ),
        utility: z.number().nullable().describe('Their sum: what the payment is worth there.'),
      }),
    ),
  }),
  status: 200,
  errors: ['invalid_parameter'],
  example: { body: { amount: 990, currency: 'CNY', method: 'alipay', device: 'mobile' } },
});
