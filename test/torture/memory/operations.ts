import {
  BatchGetCommand,
  type BatchGetCommandInput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DeleteCommand,
  type DeleteCommandInput,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { query } from './commands/query.ts';
import { batchGet, getItem } from './commands/read-items.ts';
import { transactWrite } from './commands/transact-write.ts';
import { batchWrite, deleteItem, putItem, updateItem } from './commands/write-items.ts';
import type { MemoryCallName } from './memory-call.ts';
import { notModelled } from './refusals.ts';
import type { Database } from './storage/database.ts';
import type { Item } from './values/copy-value.ts';

/** A table that a call reads, or an item that it writes. */
export interface Target {
  readonly TableName: string | undefined;
  /** Attributes among which the key is. */
  readonly key?: Item | undefined;
}

export interface Operation<Input = never> {
  readonly name: MemoryCallName;
  readonly run: (database: Database, input: Input, inPart?: () => boolean) => object;
  readonly targets: (input: Input) => readonly Target[];
}

const get: Operation<GetCommandInput> = {
  name: 'Get',
  run: getItem,
  targets: ({ TableName }) => [{ TableName }],
};

const put: Operation<PutCommandInput> = {
  name: 'Put',
  run: putItem,
  targets: ({ TableName, Item }) => [{ TableName, key: Item }],
};

const update: Operation<UpdateCommandInput> = {
  name: 'Update',
  run: updateItem,
  targets: ({ TableName, Key }) => [{ TableName, key: Key }],
};

const remove: Operation<DeleteCommandInput> = {
  name: 'Delete',
  run: deleteItem,
  targets: ({ TableName, Key }) => [{ TableName, key: Key }],
};

const queryItems: Operation<QueryCommandInput> = {
  name: 'Query',
  run: query,
  targets: ({ TableName }) => [{ TableName }],
};

const getBatch: Operation<BatchGetCommandInput> = {
  name: 'BatchGet',
  run: batchGet,
  targets: ({ RequestItems }) =>
    Object.keys(RequestItems ?? {}).map((TableName) => ({ TableName })),
};

const writeBatch: Operation<BatchWriteCommandInput> = {
  name: 'BatchWrite',
  run: batchWrite,
  targets: ({ RequestItems }) =>
    Object.entries(RequestItems ?? {}).flatMap(([TableName, requests = []]) =>
      requests.map(({ PutRequest, DeleteRequest }) => ({
        TableName,
        key: PutRequest?.Item ?? DeleteRequest?.Key,
      })),
    ),
};

const writeTransaction: Operation<TransactWriteCommandInput> = {
  name: 'TransactWrite',
  run: transactWrite,
  targets: ({ TransactItems }) =>
    (TransactItems ?? []).map(({ Put, Delete, Update }) => ({
      TableName: (Put ?? Delete ?? Update)?.TableName,
      key: Put?.Item ?? (Delete ?? Update)?.Key,
    })),
};

const OPERATIONS = new Map<unknown, Operation>([
  [GetCommand, get],
  [PutCommand, put],
  [UpdateCommand, update],
  [DeleteCommand, remove],
  [QueryCommand, queryItems],
  [BatchGetCommand, getBatch],
  [BatchWriteCommand, writeBatch],
  [TransactWriteCommand, writeTransaction],
]);

export const operationOf = (command: object): Operation => {
  const operation = OPERATIONS.get(command.constructor);
  if (!operation) throw notModelled(`the command ${command.constructor.name}`);
  return operation;
};
