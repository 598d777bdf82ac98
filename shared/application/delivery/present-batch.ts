import type { z } from 'zod';
import type { importCards } from '../../contract/api/delivery.ts';
import { REJECTIONS } from '../../domain/products/rejected-line.ts';
import type { CardBatch } from '../../domain/stock/card-batch.ts';

/** A batch as the API shows it. */
export const presentBatch = (batch: CardBatch): z.input<typeof importCards.reply> => ({
  object: 'card_batch',
  id: batch.batchId,
  product: batch.productId,
  state: batch.state,
  imported: batch.imported,
  rejected: batch.rejected.map(({ line, code }) => ({ line, code, message: REJECTIONS[code] })),
  created_at: batch.createdAt,
});
