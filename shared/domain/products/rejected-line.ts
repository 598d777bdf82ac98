import { z } from 'zod';

/** Longest card in UTF-16 units: 50 of them, sealed, fit one DynamoDB item (400 KB) even at 3 bytes each. */
export const MAX_CARD_LENGTH = 2_000;
/** Most lines one import call takes. */
export const MAX_CARD_LINES = 10_000;

/** Why a line was not imported, with what to tell the merchant. */
export const REJECTIONS = {
  empty: 'The card is empty.',
  too_long: `The card has more than ${MAX_CARD_LENGTH} characters.`,
  invalid_character:
    'The card holds a line break, another control character or broken Unicode. Only tabs are taken.',
  duplicate_in_batch: 'The same card stands further up in this batch.',
  duplicate_in_stock: 'This card was imported into the product before.',
} as const;

export const rejectionSchema = z.enum(
  Object.keys(REJECTIONS) as [keyof typeof REJECTIONS, ...(keyof typeof REJECTIONS)[]],
);
export type Rejection = z.infer<typeof rejectionSchema>;

export const rejectedLineSchema = z.object({
  /** From 1: the line of the text, or the place in the JSON array. */
  line: z.int(),
  code: rejectionSchema,
});
export type RejectedLine = z.infer<typeof rejectedLineSchema>;
