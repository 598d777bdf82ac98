import { createHash } from 'node:crypto';
import type { NewCard } from '#shared/application/ports/inventory-store.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { CardBatch } from '#shared/domain/stock/card-batch.ts';
import { cardPosition } from '#shared/domain/stock/card-position.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';

/** A batch that is about to be opened. */
export const aBatch = (
  product: Product,
  fields: Partial<CardBatch> = {},
): Omit<CardBatch, 'firstSerial'> => ({
  batchId: 'batch',
  tenant: product.tenant,
  productId: product.id,
  digest: 'digest',
  state: 'importing',
  imported: 0,
  rejected: [],
  createdAt: '2030-01-01T00:00:00.000Z',
  ...fields,
});

/** Cards of one import, lines 1 to `count`; their content is the text itself, unsealed. */
export const someCards = (
  count: number,
  {
    firstSerial = 0,
    lanes = 1,
    text = (line: number): string => `card ${firstSerial + line}`,
  } = {},
): NewCard[] =>
  Array.from({ length: count }, (_, index) => {
    const line = index + 1;
    const serial = firstSerial + index;
    return {
      cardId: systemRuntime.newId('card'),
      lane: serial % lanes,
      position: cardPosition(serial),
      sealed: { wrappedKey: new Uint8Array([1]), data: Buffer.from(text(line)) },
      fingerprint: createHash('sha256').update(text(line)).digest('hex'),
      line,
    };
  });
