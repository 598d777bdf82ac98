import type { z } from 'zod';
import type { importCards, listCardBatches } from '../../contract/api/delivery.ts';
import { REJECTIONS } from '../../domain/products/rejected-line.ts';
import type { CardBatch } from '../../domain/stock/card-batch.ts';

type Summary = z.input<typeof listCardBatches.reply>['data'][number];

/** A batch in a list. */
export const presentBatchSummary = (batch: CardBatch): Summary => ({
  object: 'card_batch',
  id: batch.batchId,
  product: batch.productId,
  state: batch.state,
  imported: batch.imported,
  rejected_count: batch.rejected.length,
  created_at: batch.createdAt,
});

/** A batch as the answer to its import: with every line that was refused, and why. */
export const presentBatch = (batch: CardBatch): z.input<typeof importCards.reply> => ({
  ...presentBatchSummary(batch),
  rejected: batch.rejected.map(({ line, code }) => ({ line, code, message: REJECTIONS[code] })),
});
