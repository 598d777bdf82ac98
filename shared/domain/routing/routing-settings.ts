import { z } from 'zod';
import { channelIdSchema } from '../identity/ids.ts';

/**
 * An operator's hand on the wheel: these channels first, whatever rules and results say. Hard limits hold, and a broken
 * channel comes last even then.
 */
export const forcedOrderSchema = z.object({
  channelIds: z.array(channelIdSchema).min(1),
  reason: z.string(),
  actor: z.string().optional(),
  at: z.iso.datetime(),
  until: z.iso.datetime().optional(),
});
export type ForcedOrder = z.infer<typeof forcedOrderSchema>;

/**
 * What a payment is worth to the shop, and how channels are ordered. Amounts in minor units of the payment's currency,
 * rates in basis points.
 */
export const routingSettingsSchema = z.object({
  /**
   * `best`: by expected profit, learned from live results. `priority`: the merchant's own order of channels; health
   * still moves a dead one to the end. `fixed`: the merchant's own order, whatever happens.
   */
  strategy: z.enum(['best', 'priority', 'fixed']).default('best'),
  /** The shop's margin: what a sale earns before the channel's costs. */
  marginBasisPoints: z.int().min(0).max(10_000).default(1_500),
  /** Worth of a buyer who comes again because it worked. */
  loyaltyMinor: z.int().min(0).default(50),
  /** Loss by a payment that fails: support, a buyer who leaves. */
  failureMinor: z.int().min(0).default(25),
  /** Price of money that has not arrived yet, per day and ten thousand. */
  capitalBasisPointsPerDay: z.number().min(0).max(100).default(3),
  /** Share of payments, up to the amount below, that try one of the next best channels in order to learn. */
  explorationShare: z.number().min(0).max(0.1).default(0.01),
  explorationMaxMinor: z.int().min(0).default(10_000),
  /** Share of payments, up to the amount below, that try a channel which broke and may have recovered. */
  trialShare: z.number().min(0).max(0.2).default(0.06),
  trialMaxMinor: z.int().min(0).default(20_000),
  /** Channels that an operator has put first, until a time or until it is taken back. */
  forced: forcedOrderSchema.optional(),
});
export type RoutingSettings = z.infer<typeof routingSettingsSchema>;

export const DEFAULT_ROUTING_SETTINGS: RoutingSettings = routingSettingsSchema.parse({});
