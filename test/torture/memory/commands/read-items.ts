import type { BatchGetCommandInput, GetCommandInput } from '@aws-sdk/lib-dynamodb';
import { readPlaceholders } from '../expressions/placeholders.ts';
import { parseProjection, projector } from '../expressions/projection.ts';
import { invalid } from '../refusals.ts';
import { type Database, tableCalled } from '../storage/database.ts';
import { areDistinct, keyOfCall } from '../storage/keys.ts';
import { itemAt, type Table } from '../storage/table.ts';
import { checkCount, checkInput } from './known-input.ts';

const PROJECTION = ['ProjectionExpression', 'ExpressionAttributeNames', 'ConsistentRead'];
const GET_INPUT = new Set(['TableName', 'Key', ...PROJECTION]);
const BATCH_INPUT = new Set(['RequestItems']);
const BATCH_TABLE_INPUT = new Set(['Keys', ...PROJECTION]);
const MAX_KEYS = 100;

type ProjectedInput = Pick<GetCommandInput, 'ProjectionExpression' | 'ExpressionAttributeNames'>;

const projectorOf = (input: ProjectedInput) => {
  const projection = parseProjection(input.ProjectionExpression);
  return projector(projection, readPlaceholders(input, projection));
};

export const getItem = (database: Database, input: GetCommandInput) => {
  checkInput('Get', input, GET_INPUT);
  const table = tableCalled(database, input.TableName);
  const project = projectorOf(input);
  const item = itemAt(table, keyOfCall(table, input.Key));
  return item ? { Item: project(item) } : {};
};

/** Answers everything, in the order of the keys; DynamoDB may leave some for another call and keeps no order. */
export const batchGet = (database: Database, input: BatchGetCommandInput) => {
  checkInput('BatchGet', input, BATCH_INPUT);
  const requests = Object.entries(input.RequestItems ?? {});
  const keys = requests.reduce((sum, [, { Keys = [] }]) => sum + Keys.length, 0);
  checkCount('keys', keys, MAX_KEYS);
  const Responses: Record<string, Record<string, unknown>[]> = {};
  for (const [tableName, request] of requests) {
    Responses[tableName] = readBatch(tableCalled(database, tableName), request);
  }
  return { Responses, UnprocessedKeys: {} };
};

type TableRequest = ProjectedInput & { Keys: Record<string, unknown>[] | undefined };

const readBatch = (table: Table, request: TableRequest): Record<string, unknown>[] => {
  checkInput('BatchGet', request, BATCH_TABLE_INPUT);
  const project = projectorOf(request);
  const keys = (request.Keys ?? []).map((key) => keyOfCall(table, key));
  if (!areDistinct(keys.map((key) => ({ table, key })))) {
    throw invalid('Provided list of item keys contains duplicates');
  }
  return keys
    .map((key) => itemAt(table, key))
    .filter((item) => item !== undefined)
    .map(project);
};
