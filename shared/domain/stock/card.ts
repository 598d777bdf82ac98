import { z } from 'zod';
import { cardIdSchema } from '../identity/ids.ts';
import { sealedSchema } from './sealed.ts';

/**
 * One card of a product's stock, sealed. A card is stored in exactly one place: among the product's free cards,
 * or with the one order that reserved or bought it.
 */
export const cardSchema = z.object({
  cardId: cardIdSchema,
  /** Which lane of the product's stock it came from and returns to. */
  lane: z.int(),
  /** Sort key inside the lane: the number in line (see card-position), first imported first. Used once, for ever. */
  position: z.string(),
  sealed: sealedSchema,
});
export type Card = z.infer<typeof cardSchema>;
