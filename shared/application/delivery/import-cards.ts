import { AppError } from '../../domain/errors/app-error.ts';
import type { CardLine } from '../../domain/products/card-line.ts';
import { checkCardLines } from '../../domain/products/check-card-lines.ts';
import type { Product } from '../../domain/products/product.ts';
import { MAX_CARD_LINES } from '../../domain/products/rejected-line.ts';
import type { CardBatch } from '../../domain/stock/card-batch.ts';
import { scheduleFollowUps } from '../orders/follow-up.ts';
import type { Fingerprints, InventoryStore, StockOf } from '../ports/inventory-store.ts';
import type { FollowUpQueue } from '../ports/queue.ts';
import type { Log, Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import { noteRefill } from './note-refill.ts';
import { readProduct } from './read-product.ts';
import { sealCards } from './seal-cards.ts';

export interface ImportCardsDeps {
  readonly inventory: InventoryStore;
  readonly sealer: Pick<Sealer, 'newDataKey'>;
  readonly fingerprints: Fingerprints;
  readonly followUps: FollowUpQueue;
  readonly runtime: Runtime;
  readonly log: Pick<Log, 'warn'>;
}

export interface CardImport extends StockOf {
  /** The merchant's name of the batch; absent: named after its content. */
  readonly batchId: string | undefined;
  readonly lines: readonly CardLine[];
}

/** Cards between two looks at the clock. */
const SLICE = 500;
/** API Gateway hangs up after 29 seconds; we stop before it does and say how to go on. */
const BUDGET_MILLIS = 18_000;

/**
 * Imports a batch: every line is either in stock afterwards or in the answer with the reason. The same batch again
 * gives the same answer; an import that was cut off goes on where it ended.
 *
 * @throws AppError not_found · state_conflict · invalid_parameter · batch_id_reused · unavailable (not finished in time)
 */
export const importCards = async (
  deps: ImportCardsDeps,
  request: CardImport,
): Promise<CardBatch> => {
  const startedMillis = deps.runtime.now().getTime();
  // 1. A product that takes cards, and lines within limits.
  const product = await readProduct(deps.inventory, request);
  checkRequest(product, request);
  // 2. Find the batch by its name, or open it. Its name is bound to its content.
  const { cards, rejected } = checkCardLines(request.lines);
  const fingerprint = await deps.fingerprints.of(request.tenant);
  const opened = await openBatch(deps, request, { fingerprint, size: cards.length });
  if (opened.batch.state === 'imported') return opened.batch;
  // 3. Seal and store the cards, slice by slice, in the order of the lines.
  const dataKey = await deps.sealer.newDataKey();
  const duplicateLines: number[] = [];
  for (let start = 0; start < cards.length; start += SLICE) {
    if (deps.runtime.now().getTime() - startedMillis > BUDGET_MILLIS) throw notFinished(start);
    const slice = sealCards(
      { dataKey, fingerprint, newId: deps.runtime.newId },
      {
        product,
        firstSerial: opened.batch.firstSerial + start,
        cards: cards.slice(start, start + SLICE),
      },
    );
    const answer = await deps.inventory.addCards(request, slice, {
      resumed: opened.kind === 'exists',
    });
    duplicateLines.push(...answer.duplicateLines);
  }
  // 4. Keep the answer with the batch.
  const duplicates = duplicateLines.map((line) => ({ line, code: 'duplicate_in_stock' as const }));
  const batch: CardBatch = {
    ...opened.batch,
    state: 'imported',
    imported: cards.length - duplicates.length,
    rejected: [...rejected, ...duplicates].sort((a, b) => a.line - b.line),
  };
  await deps.inventory.closeBatch(batch);
  // 5. The shelf is full again: the next shortage is news, and paid orders may be waiting for these cards.
  const refilled = await readProduct(deps.inventory, request);
  await noteRefill(deps.inventory, refilled);
  await tellWaiting(deps, refilled);
  return batch;
};

/** What is not told here is found by the sweeper within a minute: a finished import does not fail for it. */
const tellWaiting = async (deps: ImportCardsDeps, { tenant, id, waitingUnits }: Product) => {
  if (waitingUnits === 0) return;
  const now = deps.runtime.now();
  try {
    await scheduleFollowUps(
      deps.followUps,
      [{ kind: 'deliver_waiting', tenant, productId: id, dueAt: now.toISOString() }],
      now,
    );
  } catch (error) {
    deps.log.warn('paid orders that wait for cards could not be told; the sweeper finds them', {
      productId: id,
      error,
    });
  }
};

const checkRequest = (product: Product, { lines }: CardImport): void => {
  if (product.cardKind === 'manual') {
    throw new AppError(
      'state_conflict',
      'This product is delivered by hand and keeps no cards. Create a product of kind "unique" or "loop" for cards.',
    );
  }
  if (lines.length === 0) {
    throw new AppError(
      'invalid_parameter',
      'The body holds no cards: one card a line, or "cards" in JSON.',
    );
  }
  if (lines.length > MAX_CARD_LINES) {
    throw new AppError(
      'invalid_parameter',
      `The body holds ${lines.length} cards; at most ${MAX_CARD_LINES} are taken in one call. Split it.`,
    );
  }
};

const openBatch = async (
  { inventory, runtime }: ImportCardsDeps,
  { tenant, productId, batchId, lines }: CardImport,
  { fingerprint, size }: { fingerprint: (text: string) => string; size: number },
): Promise<{ kind: 'opened' | 'exists'; batch: CardBatch }> => {
  // A card cannot hold a line break, so no card has the fingerprint of a batch.
  const digest = fingerprint(`batch\n${JSON.stringify(lines.map(({ text }) => text))}`);
  const opened = await inventory.openBatch(
    {
      batchId: batchId ?? `auto-${digest.slice(0, 32)}`,
      tenant,
      productId,
      digest,
      state: 'importing',
      imported: 0,
      rejected: [],
      createdAt: runtime.now().toISOString(),
    },
    size,
  );
  if (opened.batch.digest !== digest) {
    throw new AppError(
      'batch_id_reused',
      `The batch "${opened.batch.batchId}" of this product holds other cards. Use a new batch_id for new cards.`,
      { param: 'batch_id' },
    );
  }
  return opened;
};

const notFinished = (done: number): AppError =>
  new AppError(
    'unavailable',
    `The import is not finished: ${done} cards are in. Repeat the same call with the same batch_id to go on.`,
    { retryAfterSeconds: 1 },
  );
