import type {
  BatchWriteCommandInput,
  DeleteCommandInput,
  PutCommandInput,
  UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { pick } from '../expressions/projection.ts';
import { conditionFailed, invalid } from '../refusals.ts';
import { type Database, type ItemChange, storeChange } from '../storage/database.ts';
import { areDistinct } from '../storage/keys.ts';
import { itemAt } from '../storage/table.ts';
import { copyItem, type Item } from '../values/copy-value.ts';
import { checkCount, checkInput, oneOf } from './known-input.ts';
import { readDelete, readPut, readUpdate, type WriteRequest } from './write-request.ts';

export const putItem = (database: Database, { ReturnValues, ...input }: PutCommandInput) => {
  const answers = oneOf('ReturnValues', ['NONE', 'ALL_OLD'], ReturnValues);
  const { before } = writeNow(database, readPut(database, input));
  return answers === 'ALL_OLD' ? attributes(before) : {};
};

export const deleteItem = (database: Database, { ReturnValues, ...input }: DeleteCommandInput) => {
  const answers = oneOf('ReturnValues', ['NONE', 'ALL_OLD'], ReturnValues);
  const { before } = writeNow(database, readDelete(database, input));
  return answers === 'ALL_OLD' ? attributes(before) : {};
};

export const updateItem = (database: Database, { ReturnValues, ...input }: UpdateCommandInput) => {
  const answers = oneOf(
    'ReturnValues',
    ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'],
    ReturnValues,
  );
  const { before, after, names } = writeNow(database, readUpdate(database, input));
  switch (answers) {
    case 'NONE':
      return {};
    case 'ALL_OLD':
      return attributes(before);
    case 'ALL_NEW':
      return attributes(after);
    case 'UPDATED_OLD':
      return attributes(before && pick(before, names));
    case 'UPDATED_NEW':
      return attributes(after && pick(after, names));
  }
};

/** None at all instead of an empty item. */
const attributes = (item: Item | undefined): { Attributes?: Record<string, unknown> } =>
  item && Object.keys(item).length > 0 ? { Attributes: copyItem(item) } : {};

interface DecidedWrite extends ItemChange {
  readonly names: readonly string[];
}

const decided = ({ table, key, tells, decide }: WriteRequest): DecidedWrite => {
  const before = itemAt(table, key);
  const decision = decide(before);
  if (decision.kind === 'refuse') throw conditionFailed(tells ? before : undefined);
  return { table, key, before, after: decision.after, names: decision.names };
};

const writeNow = (database: Database, request: WriteRequest): DecidedWrite => {
  const write = decided(request);
  storeChange(database, write);
  return write;
};

const BATCH_INPUT = new Set(['RequestItems']);
const REQUEST_INPUT = new Set(['PutRequest', 'DeleteRequest']);
const MAX_REQUESTS = 25;

/**
 * Writes everything at once, or the first half (rounded down) when told to; DynamoDB may leave any for another call,
 * and others see them one by one.
 */
export const batchWrite = (
  database: Database,
  input: BatchWriteCommandInput,
  inPart: () => boolean = () => false,
) => {
  checkInput('BatchWrite', input, BATCH_INPUT);
  const entries = Object.entries(input.RequestItems ?? {}).flatMap(([TableName, requests]) =>
    (requests ?? []).map((request) => ({ TableName, request })),
  );
  const requests = entries.map(({ TableName, request }) =>
    readBatched(database, TableName, request),
  );
  checkCount('requests', requests.length, MAX_REQUESTS);
  if (!areDistinct(requests)) {
    throw invalid('Provided list of item keys contains duplicates');
  }
  const done = inPart() ? Math.floor(requests.length / 2) : requests.length;
  for (const write of requests.slice(0, done).map(decided)) storeChange(database, write);
  const UnprocessedItems: Record<string, Batched[]> = {};
  for (const { TableName, request } of entries.slice(done)) {
    UnprocessedItems[TableName] ??= [];
    UnprocessedItems[TableName].push(request);
  }
  return { UnprocessedItems };
};

type Batched = NonNullable<NonNullable<BatchWriteCommandInput['RequestItems']>[string]>[number];

const readBatched = (database: Database, TableName: string, request: Batched): WriteRequest => {
  checkInput('BatchWrite', request, REQUEST_INPUT);
  const { PutRequest, DeleteRequest } = request;
  if (PutRequest && !DeleteRequest) return readPut(database, { TableName, Item: PutRequest.Item });
  if (DeleteRequest && !PutRequest) {
    return readDelete(database, { TableName, Key: DeleteRequest.Key });
  }
  throw invalid('A request of a batch is either a put or a delete');
};
