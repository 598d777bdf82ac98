import type { NewCard, StockOf } from '../../application/ports/inventory-store.ts';
import { addCardChunk } from './add-card-chunk.ts';
import { batchGet } from './batch-get.ts';
import { fingerprintKey, parseFingerprintItem, type StoredFingerprint } from './card-items.ts';
import type { InventoryTable } from './inventory-table.ts';
import { runBounded } from './run-bounded.ts';

export interface CardsToAdd {
  readonly stock: StockOf;
  readonly cards: readonly NewCard[];
  /** An earlier call may have added some of them. */
  readonly resumed: boolean;
}

/** A transaction takes 100 items; each card is two. */
const CARDS_PER_TRANSACTION = 50;
/**
 * Transactions at once. They start in the order of the lines, so a sale during an import is at most this many
 * transactions ahead of the line. More would only wait: one partition takes 1,000 write units a second.
 */
const TRANSACTIONS_AT_ONCE = 4;

/** Adds cards, each in one transaction with its fingerprint; see {@link InventoryStore.addCards}. */
export const addCards = async (
  table: InventoryTable,
  { stock, cards, resumed }: CardsToAdd,
): Promise<{ duplicateLines: readonly number[] }> => {
  const duplicateLines: number[] = [];
  const settle = (card: NewCard, known: StoredFingerprint): void => {
    // The same position: an earlier call of this import added it before it was cut off.
    if (known.position !== card.position) duplicateLines.push(card.line);
  };
  const missing = resumed ? await settleKnown(table, stock, cards, settle) : cards;
  await runBounded(chunksOf(missing, CARDS_PER_TRANSACTION), TRANSACTIONS_AT_ONCE, (chunk) =>
    addCardChunk(table, { stock, cards: chunk, settle }),
  );
  return { duplicateLines: duplicateLines.sort((a, b) => a - b) };
};

/**
 * Reads which cards are known before writing: a refused transaction costs as much as a successful one, and the
 * second call of a large import would spend its time on what the first one did.
 */
const settleKnown = async (
  { documents, tableName }: InventoryTable,
  { tenant, productId }: StockOf,
  cards: readonly NewCard[],
  settle: (card: NewCard, known: StoredFingerprint) => void,
): Promise<readonly NewCard[]> => {
  const items = await batchGet(documents, {
    tableName,
    keys: cards.map(({ fingerprint }) => fingerprintKey(tenant, productId, fingerprint)),
    consistent: true,
  });
  const known = new Map(items.map(parseFingerprintItem).map((item) => [item.sk, item]));
  return cards.filter((card) => {
    const item = known.get(card.fingerprint);
    if (item) settle(card, item);
    return !item;
  });
};

const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
