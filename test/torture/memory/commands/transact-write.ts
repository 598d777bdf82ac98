import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import {
  invalid,
  isInvalid,
  REASON_NONE,
  reasonInvalid,
  reasonRefused,
  transactionCanceled,
} from '../refusals.ts';
import { type Database, type ItemChange, storeChange } from '../storage/database.ts';
import { areDistinct } from '../storage/keys.ts';
import { itemAt } from '../storage/table.ts';
import { checkCount, checkInput } from './known-input.ts';
import { readDelete, readPut, readUpdate, type WriteRequest } from './write-request.ts';

const INPUT = new Set(['TransactItems']);
const OPERATIONS = new Set(['Put', 'Delete', 'Update']);
const MAX_OPERATIONS = 100;

/** Does all of the writes or none: every one of them finds what was there before the transaction. */
export const transactWrite = (database: Database, input: TransactWriteCommandInput) => {
  checkInput('TransactWrite', input, INPUT);
  const operations = input.TransactItems ?? [];
  checkCount('operations', operations.length, MAX_OPERATIONS);
  const requests = operations.map((operation) => readOperation(database, operation));
  if (!areDistinct(requests)) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  const verdicts = requests.map(judge);
  if (verdicts.some(({ change }) => !change)) {
    throw transactionCanceled(verdicts.map(({ reason }) => reason));
  }
  for (const { change } of verdicts) if (change) storeChange(database, change);
  return {};
};

type Operation = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const readOperation = (database: Database, operation: Operation): WriteRequest => {
  checkInput('TransactWrite', operation, OPERATIONS);
  const { Put, Delete, Update } = operation;
  if (Put && !Delete && !Update) return readPut(database, Put);
  if (Delete && !Put && !Update) return readDelete(database, Delete);
  if (Update && !Put && !Delete) return readUpdate(database, Update);
  throw invalid('An operation of a transaction is either a put, a delete or an update');
};

interface Verdict {
  readonly reason: CancellationReason;
  /** What the write does if no other write of the transaction is refused. */
  readonly change?: ItemChange;
}

const judge = ({ table, key, tells, decide }: WriteRequest): Verdict => {
  const before = itemAt(table, key);
  try {
    const decision = decide(before);
    return decision.kind === 'refuse'
      ? { reason: reasonRefused(tells ? before : undefined) }
      : { reason: REASON_NONE, change: { table, key, before, after: decision.after } };
  } catch (error) {
    if (!isInvalid(error)) throw error;
    return { reason: reasonInvalid(error.message) };
  }
};
