import { z } from 'zod';
import { cardBatchIdSchema, productIdSchema } from '../identity/ids.ts';
import { tenantSchema } from '../identity/tenant.ts';
import { rejectedLineSchema } from '../products/rejected-line.ts';

/** One import of cards, under the merchant's own name for it. */
export const cardBatchSchema = z.object({
  /** The merchant's name of the batch; importing it again gives the same answer. */
  batchId: z.string(),
  tenant: tenantSchema,
  productId: productIdSchema,
  /** Sortable position prefix: batches sell in the order of their first import call. */
  key: cardBatchIdSchema,
  /** Keyed digest of the content, to tell a repetition from a reuse of the name. */
  digest: z.string(),
  /** `importing` after a call that was cut off: the same call again goes on where it ended. */
  state: z.enum(['importing', 'imported']),
  /** Cards added; 0 until the import is finished. */
  imported: z.int(),
  /** Lines that were not imported, by line; empty until the import is finished. */
  rejected: z.array(rejectedLineSchema),
  createdAt: z.iso.datetime(),
});
export type CardBatch = z.infer<typeof cardBatchSchema>;
