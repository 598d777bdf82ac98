import {
  ConditionalCheckFailedException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderStore, RecordOutcome } from '../../application/ports/order-store.ts';
import { type Backoff, SHORT_BACKOFF } from '../retry/backoff.ts';
import { dynamoOrderReader } from './order-reader.ts';
import {
  attemptWrite,
  capWrite,
  changeWrites,
  type OrderTables,
  type Refusal,
  refundWrite,
  traceItem,
} from './order-writes.ts';
import { type GuardedWrite, writeTransaction } from './transaction.ts';

/** Orders in DynamoDB: one item collection an order, one transaction a change. */
export const dynamoOrderStore = (
  documents: DynamoDBDocumentClient,
  tables: OrderTables,
  backoff: Backoff = SHORT_BACKOFF,
): OrderStore => {
  const write = async (writes: readonly GuardedWrite<Refusal>[]): Promise<RecordOutcome> => {
    const outcome = await writeTransaction(documents, writes);
    switch (outcome.kind) {
      case 'written':
        return { kind: 'recorded' };
      case 'refused':
        return outcome.refusal;
      case 'contended':
        return { kind: 'contended' };
    }
  };
  return {
    ...dynamoOrderReader(documents, tables.orders),
    record: (change) => write(changeWrites(tables, change)),
    recordAttempt: async (tenant, attempt, caps = []) => {
      const guarded = attemptWrite(tables, tenant, attempt);
      if (caps.length === 0) return putGuarded(documents, guarded);
      const writes = [guarded, ...caps.map((move) => capWrite(tables, tenant, move))];
      return whileContended(() => write(writes), backoff);
    },
    recordRefund: (tenant, refund) => putGuarded(documents, refundWrite(tables, tenant, refund)),
    recordTrace: (trace) => putOnce(documents, tables.orders, traceItem(trace)),
  };
};

/** Most tries of one transaction that meets others on its items. */
const MAX_TRIES = 5;

/**
 * For a transaction that holds a provider's answer, which nobody else has: other attempts of the channel move the same
 * cap. Its condition is on a version, so that the same transaction again is right.
 */
const whileContended = async (
  write: () => Promise<RecordOutcome>,
  backoff: Backoff,
): Promise<RecordOutcome> => {
  for (let tries = 1; ; tries += 1) {
    const outcome = await write();
    if (outcome.kind !== 'contended' || tries === MAX_TRIES) return outcome;
    await backoff(tries);
  }
};

const putGuarded = async (
  documents: DynamoDBDocumentClient,
  guarded: GuardedWrite<Refusal>,
): Promise<RecordOutcome> => {
  if (!guarded.write.Put) throw new Error('a single item is written by a put');
  try {
    await documents.send(new PutCommand(guarded.write.Put));
    return { kind: 'recorded' };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return guarded.refusal;
    if (error instanceof TransactionConflictException) return { kind: 'contended' };
    throw error;
  }
};

/** Writes an item unless it is there already: a repeated message leaves one trace. */
const putOnce = async (
  documents: DynamoDBDocumentClient,
  table: string,
  item: Record<string, unknown>,
): Promise<void> => {
  try {
    await documents.send(
      new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
};
