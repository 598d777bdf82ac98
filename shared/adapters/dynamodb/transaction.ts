import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { isPassing } from './passing.ts';

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
    if (isPassing(reasons)) return { kind: 'contended' };
    throw error;
  }
};
