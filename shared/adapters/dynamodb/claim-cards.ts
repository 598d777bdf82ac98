import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { StockOf } from '../../application/ports/inventory-store.ts';
import type { Card } from '../../domain/stock/card.ts';
import { cardPosition, cardSerial } from '../../domain/stock/card-position.ts';
import { FREE_CARD_PREFIX, lanePk, parseFreeCardItem } from './card-items.ts';
import { advanceMarker } from './claim-marker.ts';
import type { InventoryTable } from './inventory-table.ts';

export interface Claim {
  readonly lane: number;
  /** Lanes of the product: neighbours in a lane are so many numbers apart. */
  readonly lanes: number;
  readonly quantity: number;
  /** The first free cards of the lane, just read. */
  readonly seen: readonly Card[];
  /** The end of the product's line. */
  readonly end: number;
}

/** Numbers first .. first + span - 1 are this buyer's. */
interface Range {
  readonly first: number;
  readonly span: number;
}

/** Ranges a buyer may ask for to fill one order: holes are where cards were sold or refused as duplicates. */
const MAX_RANGES = 4;

/**
 * Points one buyer at cards that no other buyer is pointed at, by moving a marker through the line. The marker
 * promises nothing: cards behind it that stay free (a buyer vanished, an order expired) are the first that a calm
 * buyer finds, and a range that holds too few sends the buyer on.
 *
 * @returns exactly `quantity` cards, or `undefined` when the marker has reached the end of the line
 */
export const claimCards = async (
  table: InventoryTable,
  stock: StockOf,
  claim: Claim,
): Promise<readonly Card[] | undefined> => {
  const [firstSeen] = claim.seen;
  if (!firstSeen) return undefined;
  let head = cardSerial(firstSeen.position);
  const cards: Card[] = [];
  for (let ranges = 0; ranges < MAX_RANGES; ranges += 1) {
    const span = (claim.quantity - cards.length) * claim.lanes;
    const first = await advanceMarker(table, stock, {
      lane: claim.lane,
      head,
      end: claim.end,
      span,
    });
    if (first === undefined) return undefined;
    const found = await cardsIn(table, stock, claim, { first, span });
    cards.push(...found.slice(0, claim.quantity - cards.length));
    if (cards.length === claim.quantity) return cards;
    if (found.length === 0) {
      const next = await firstCardFrom(table, stock, claim.lane, first + span);
      if (!next) return undefined;
      head = cardSerial(next.position);
    }
  }
  return undefined;
};

const cardsIn = async (
  table: InventoryTable,
  stock: StockOf,
  { lane, seen }: Claim,
  { first, span }: Range,
): Promise<readonly Card[]> => {
  const from = cardPosition(first);
  const to = cardPosition(first + span - 1);
  const lastSeen = seen.at(-1);
  if (lastSeen && to <= lastSeen.position) {
    return seen.filter(({ position }) => position >= from && position <= to);
  }
  return queryLane(table, stock, lane, { from, to, limit: span });
};

const firstCardFrom = async (
  table: InventoryTable,
  stock: StockOf,
  lane: number,
  serial: number,
): Promise<Card | undefined> => {
  const range = { from: cardPosition(serial), to: '~', limit: 1 };
  return (await queryLane(table, stock, lane, range))[0];
};

const queryLane = async (
  { documents, tableName }: InventoryTable,
  { tenant, productId }: StockOf,
  lane: number,
  { from, to, limit }: { from: string; to: string; limit: number },
): Promise<Card[]> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': lanePk(tenant, productId, lane),
        ':from': `${FREE_CARD_PREFIX}${from}`,
        ':to': `${FREE_CARD_PREFIX}${to}`,
      },
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  return Items.map(parseFreeCardItem);
};
