import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { StockOf } from '../../application/ports/inventory-store.ts';
import { claimKey } from './card-items.ts';
import type { InventoryTable } from './inventory-table.ts';
import { isThrottled } from './passing.ts';

/** The marker is between the first free card and the end of the line. */
const IS_IN_LINE = '#next >= :head AND #next < :end';
/** The marker was never set, or calm sales have passed it. */
const IS_BEHIND = 'attribute_not_exists(#next) OR #next < :head';

const markerSchema = z.object({ next: z.int() });
/** The marker as a refused update returns it, in DynamoDB's own notation. */
const refusedSchema = z.object({ next: z.object({ N: z.coerce.number() }) });

type Moved =
  | { readonly kind: 'moved'; readonly first: number }
  /** Where the marker is instead; `undefined` when there is none yet. */
  | { readonly kind: 'refused'; readonly at: number | undefined }
  | { readonly kind: 'busy' };

export interface MarkerMove {
  readonly lane: number;
  /** Number of the lane's first free card: the marker is never left behind it. */
  readonly head: number;
  /** The end of the product's line: the marker is never moved from beyond it. */
  readonly end: number;
  readonly span: number;
}

/**
 * Moves a lane's marker through the line by `span` numbers, which are this caller's alone.
 *
 * @returns the first of them, or `undefined` when the line has no more or the marker is too busy
 */
export const advanceMarker = async (
  table: InventoryTable,
  stock: StockOf,
  { lane, head, end, span }: MarkerMove,
): Promise<number | undefined> => {
  const key = claimKey(stock.tenant, stock.productId, lane);
  const goOn = () =>
    moveMarker(table, key, {
      UpdateExpression: 'SET #next = #next + :span',
      ConditionExpression: IS_IN_LINE,
      ExpressionAttributeValues: { ':span': span, ':head': head, ':end': end },
    });
  let outcome = await goOn();
  if (outcome.kind === 'refused' && (outcome.at === undefined || outcome.at < head)) {
    const bring = await moveMarker(table, key, {
      UpdateExpression: 'SET #next = :head + :span',
      ConditionExpression: IS_BEHIND,
      ExpressionAttributeValues: { ':span': span, ':head': head },
    });
    // Refused: another buyer brought the marker into the line meanwhile.
    outcome = bring.kind === 'refused' ? await goOn() : bring;
  }
  return outcome.kind === 'moved' ? outcome.first : undefined;
};

const moveMarker = async (
  { documents, tableName }: InventoryTable,
  key: Record<string, string>,
  update: {
    UpdateExpression: string;
    ConditionExpression: string;
    ExpressionAttributeValues: { ':span': number; ':head': number; ':end'?: number };
  },
): Promise<Moved> => {
  try {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        ...update,
        TableName: tableName,
        Key: key,
        ExpressionAttributeNames: { '#next': 'next' },
        ReturnValues: 'UPDATED_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    const { next } = markerSchema.parse(Attributes);
    return { kind: 'moved', first: next - update.ExpressionAttributeValues[':span'] };
  } catch (error) {
    // More than 1,000 claims a second on one lane: this buyer picks without one.
    if (isThrottled(error)) return { kind: 'busy' };
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return {
      kind: 'refused',
      at: error.Item ? refusedSchema.parse(error.Item).next.N : undefined,
    };
  }
};
