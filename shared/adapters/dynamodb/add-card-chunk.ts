import {
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { NewCard, StockOf } from '../../application/ports/inventory-store.ts';
import { jitteredBackoff } from '../retry/backoff.ts';
import {
  fingerprintItem,
  freeCardItem,
  parseRefusedFingerprint,
  type StoredFingerprint,
} from './card-items.ts';
import type { InventoryTable } from './inventory-table.ts';
import { isPassing, isThrottled } from './passing.ts';

export interface CardChunk {
  readonly stock: StockOf;
  /** At most 50, all different. */
  readonly cards: readonly NewCard[];
  /** Told of a card whose fingerprint is there already. */
  readonly settle: (card: NewCard, known: StoredFingerprint) => void;
}

/** Nobody imported this card before; and nothing stands at its place. */
const IS_NEW = 'attribute_not_exists(pk)';

/** Tries in a row without progress: 10 with growing pauses last about 10 seconds. */
const MAX_TRIES = 10;
const backoff = jitteredBackoff(25, 2_000);

/**
 * Writes cards and their fingerprints in one transaction. Known cards are settled and left out of the next try;
 * throttling and conflicts are waited out.
 */
export const addCardChunk = async (table: InventoryTable, chunk: CardChunk): Promise<void> => {
  let { cards } = chunk;
  let tries = 0;
  while (cards.length > 0) {
    const outcome = await tryAdd(table, chunk, cards);
    if (outcome.kind === 'added') return;
    if (outcome.kind === 'known') {
      for (const [card, known] of outcome.known) chunk.settle(card, known);
      cards = cards.filter((card) => !outcome.known.has(card));
      tries = 0;
      continue;
    }
    tries += 1;
    if (tries === MAX_TRIES) throw outcome.error;
    await backoff(tries);
  }
};

type TryOutcome =
  | { readonly kind: 'added' }
  | { readonly kind: 'known'; readonly known: ReadonlyMap<NewCard, StoredFingerprint> }
  | { readonly kind: 'not_now'; readonly error: unknown };

const tryAdd = async (
  { documents, tableName }: InventoryTable,
  { stock: { tenant, productId } }: CardChunk,
  cards: readonly NewCard[],
): Promise<TryOutcome> => {
  const put = (Item: Record<string, unknown>) => ({
    Put: {
      TableName: tableName,
      Item,
      ConditionExpression: IS_NEW,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  });
  try {
    await documents.send(
      new TransactWriteCommand({
        TransactItems: cards.flatMap((card) => [
          put(fingerprintItem(tenant, productId, card)),
          put(freeCardItem(tenant, productId, card)),
        ]),
      }),
    );
    return { kind: 'added' };
  } catch (error) {
    return readRefusal(error, cards);
  }
};

const readRefusal = (error: unknown, cards: readonly NewCard[]): TryOutcome => {
  if (isThrottled(error) || error instanceof TransactionInProgressException) {
    return { kind: 'not_now', error };
  }
  if (!(error instanceof TransactionCanceledException)) throw error;
  const reasons = error.CancellationReasons ?? [];
  const known = new Map<NewCard, StoredFingerprint>();
  for (const [index, card] of cards.entries()) {
    const fingerprint = reasons[index * 2];
    if (fingerprint?.Code === 'ConditionalCheckFailed') {
      known.set(card, parseRefusedFingerprint(fingerprint.Item));
    }
  }
  if (known.size > 0) return { kind: 'known', known };
  if (isPassing(reasons)) return { kind: 'not_now', error };
  throw error;
};
