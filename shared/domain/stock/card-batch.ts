import { z } from 'zod';
import { productIdSchema } from '../identity/ids.ts';
import { tenantSchema } from '../identity/tenant.ts';
import { rejectedLineSchema } from '../products/rejected-line.ts';

/** One import of cards, under the merchant's own name for it. */
export const cardBatchSchema = z.object({
  /** The merchant's name of the batch; importing it again gives the same answer. */
  batchId: z.string(),
  tenant: tenantSchema,
  productId: productIdSchema,
  /** Number in line of its first card; the following ones count on. Batches sell in the order they were opened. */
  firstSerial: z.int(),
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
