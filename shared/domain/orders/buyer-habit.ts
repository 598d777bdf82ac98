import { z } from 'zod';
import { paymentMethodSchema } from '../channels/channel.ts';
import { channelIdSchema } from '../identity/ids.ts';

/** What is known of a buyer: who it is to us, orders paid before, and how and through which channel the last one was. */
export const buyerHabitSchema = z.object({
  /** SHA-256 of the tenant and the contact: the habit can be found again, the contact cannot be read from it. */
  key: z.string(),
  paidOrders: z.int(),
  preferredChannelId: channelIdSchema.optional(),
  preferredMethod: paymentMethodSchema.optional(),
});
export type BuyerHabit = z.infer<typeof buyerHabitSchema>;

/** The text whose hash is a buyer's key: the same contact at two shops is two buyers. */
export const buyerKeyText = (tenantKey: string, contact: string): string =>
  `${tenantKey}#${contact.trim().toLowerCase()}`;
