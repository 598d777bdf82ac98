import { z } from 'zod';
import { riskLevelSchema } from '#shared/domain/channels/channel.ts';

/**
 * What was known and thought when a channel was chosen, kept with the attempt: enough to learn from its end, to explain
 * it later, and to weigh it when past orders are decided anew.
 */
export const attemptRoutingSchema = z.object({
  by: z.enum(['best', 'priority']),
  first: z.enum(['best', 'exploration', 'trial']),
  /** Probability with which this channel came first, splits and weights included; 1 for a fallback. */
  propensity: z.number(),
  /** Place of the channel among those tried: 1 is the first choice. */
  rank: z.int(),
  /** The model's success probability, without health and load, and the log odds assumed before anything was learned. */
  p: z.number(),
  priorLogit: z.number(),
  region: z.string().optional(),
  issuer: z.string().optional(),
  hour: z.int(),
  riskLevel: riskLevelSchema,
  paidOrders: z.int(),
  buyerKey: z.string().optional(),
  preferredChannelId: z.string().optional(),
  snapshotVersion: z.int(),
  weightsVersion: z.int(),
  rulesVersion: z.int().optional(),
  /** Rules that matched. */
  ruleIds: z.array(z.string()).optional(),
  /** What the draft in shadow mode would have done. */
  shadow: z
    .object({ version: z.int(), ruleIds: z.array(z.string()), channelId: z.string().optional() })
    .optional(),
  /** Every channel that could have been chosen: its success with health, and its utility in minor units. */
  candidates: z.array(
    z.object({
      channelId: z.string(),
      p: z.number(),
      utility: z.number(),
      /**
       * Absent: it was well. Impaired ones compete with the backups; broken ones come last; recovering ones are broken
       * and due for a payment that tries them.
       */
      health: z.enum(['impaired', 'broken', 'recovering']).optional(),
    }),
  ),
});
export type AttemptRouting = z.infer<typeof attemptRoutingSchema>;
