import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

export type TransactionWrite = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A write with the answer to give when its condition does not hold. */
export interface GuardedWrite<Refusal> {
  readonly write: TransactionWrite;
  readonly refusal: Refusal;
}

export type TransactionOutcome<Refusal> =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** DynamoDB saw another transaction on the same item, or was asked to slow down: nothing was written. */
  | { readonly kind: 'contended' };

/** Reasons of DynamoDB that mean "not now": the same transaction may succeed later. */
const PASSING_REASONS = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/**
 * Writes all or nothing and says which condition failed. The first refused write in the given order decides the
 * answer, so put the most telling first.
 */
export const writeTransaction = async <Refusal>(
  documents: DynamoDBDocumentClient,
  writes: readonly GuardedWrite<Refusal>[],
): Promise<TransactionOutcome<Refusal>> => {
  try {
    await documents.send(
      new TransactWriteCommand({ TransactItems: writes.map(({ write }) => write) }),
    );
    return { kind: 'written' };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const refused = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
    const refusal = writes[refused];
    if (refusal) return { kind: 'refused', refusal: refusal.refusal };
    if (reasons.some(({ Code }) => Code !== undefined && PASSING_REASONS.has(Code)))
      return { kind: 'contended' };
    throw error;
  }
};
