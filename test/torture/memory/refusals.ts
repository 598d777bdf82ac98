import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Item } from './values/copy-value.ts';

/** Every answer of the service carries some. */
export const METADATA = Object.freeze({});

const CONDITION_FAILED = 'The conditional request failed';

/**
 * A single write's condition does not hold.
 *
 * @param item what is there instead, if the write asks to be told: in DynamoDB's own notation, because the document
 * client translates answers and no errors
 */
export const conditionFailed = (item: Item | undefined): ConditionalCheckFailedException =>
  new ConditionalCheckFailedException({
    $metadata: METADATA,
    message: CONDITION_FAILED,
    ...(item && { Item: marshall(item) }),
  });

/** Why one write of a transaction kept it from happening, or that it did not. */
export const REASON_NONE: CancellationReason = Object.freeze({ Code: 'None' });
export const reasonRefused = (item: Item | undefined): CancellationReason => ({
  Code: 'ConditionalCheckFailed',
  Message: CONDITION_FAILED,
  ...(item && { Item: marshall(item) }),
});
export const reasonInvalid = (message: string): CancellationReason => ({
  Code: 'ValidationError',
  Message: message,
});

/** Reasons are in the order of the transaction's writes. */
export const transactionCanceled = (
  reasons: readonly CancellationReason[],
): TransactionCanceledException =>
  new TransactionCanceledException({
    $metadata: METADATA,
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    CancellationReasons: [...reasons],
  });

const VALIDATION = 'ValidationException';

/** DynamoDB would not take such a call. The SDK has no class for it. */
export const invalid = (message: string): DynamoDBServiceException =>
  new DynamoDBServiceException({
    name: VALIDATION,
    message,
    $fault: 'client',
    $metadata: METADATA,
  });

export const isInvalid = (error: unknown): error is DynamoDBServiceException =>
  error instanceof DynamoDBServiceException && error.name === VALIDATION;

export const tableNotFound = (tableName: string): ResourceNotFoundException =>
  new ResourceNotFoundException({
    $metadata: METADATA,
    message: `Requested resource not found: ${tableName}`,
  });

/** DynamoDB may well know it; this stand-in does not, and guesses nothing. */
export const notModelled = (what: string): Error =>
  new Error(`the memory DynamoDB does not know ${what}`);
