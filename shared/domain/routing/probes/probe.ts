import { z } from 'zod';
import { deviceSchema, paymentMethodSchema } from '#shared/domain/channels/channel.ts';
import { attemptIdSchema, channelIdSchema } from '#shared/domain/identity/ids.ts';
import { moneySchema } from '#shared/domain/money/money.ts';
import type { ChannelProbed } from '../learning/learning-event.ts';

/**
 * A synthetic order at a broken channel's provider: made, asked about and closed, seen by no buyer. Recorded before
 * anybody is called, so that an order which a crash left open is closed later.
 */
export const probeSchema = z.object({
  /** Its number at the provider is made from it, as an attempt's is. */
  id: attemptIdSchema,
  channelId: channelIdSchema,
  amount: moneySchema,
  method: paymentMethodSchema,
  device: deviceSchema,
  startedAt: z.iso.datetime(),
  /** Absent: it is not over. */
  endedAt: z.iso.datetime().optional(),
  result: z.enum(['taken', 'refused', 'unknown']).optional(),
  /** Whether the provider says that the order can no longer be paid; of a refused one there is none. */
  isClosed: z.boolean(),
  /** The provider's words. */
  detail: z.string().optional(),
});
export type Probe = z.infer<typeof probeSchema>;

/** What a probe teaches; nothing while it is not over. */
export const probedEvents = ({ id, channelId, endedAt, result }: Probe): ChannelProbed[] =>
  endedAt === undefined || result === undefined
    ? []
    : [{ kind: 'probed', at: Date.parse(endedAt), attemptId: id, channelId, result }];
