import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { keyRangeOf, parseKeyCondition } from '../expressions/key-condition.ts';
import { readPlaceholders } from '../expressions/placeholders.ts';
import { parseProjection, pick, projector } from '../expressions/projection.ts';
import { invalid, notModelled } from '../refusals.ts';
import { type Database, tableCalled } from '../storage/database.ts';
import { type Row, rowsOf } from '../storage/sorted-rows.ts';
import type { Item } from '../values/copy-value.ts';
import { checkInput } from './known-input.ts';
import { placeOfCursor, type QuerySource, sourceOf } from './query-source.ts';
import { takePage } from './take-page.ts';

const INPUT = new Set([
  'TableName',
  'IndexName',
  'KeyConditionExpression',
  'ProjectionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ConsistentRead',
  'ScanIndexForward',
  'ExclusiveStartKey',
  'Limit',
  'Select',
]);

/** Reads a partition of a table or of an index. A page ends at its limit only, whatever its size in bytes. */
export const query = (database: Database, input: QueryCommandInput) => {
  checkInput('Query', input, INPUT);
  const source = sourceOf(tableCalled(database, input.TableName), input);
  const counts = isCount(input);
  const condition = parseKeyCondition(input.KeyConditionExpression);
  if (!condition) throw invalid('KeyConditionExpression is missing');
  const projection = parseProjection(input.ProjectionExpression);
  const placeholders = readPlaceholders(input, condition, projection);
  const range = keyRangeOf(condition.meaning, placeholders, source);
  const project = projector(projection, placeholders);
  const rows = takePage(rowsOf(source.partitions, range.partition), {
    includes: range.includes,
    after: input.ExclusiveStartKey && placeOfCursor(source, input.ExclusiveStartKey, range),
    forward: input.ScanIndexForward ?? true,
    limit: limitOf(input),
  });
  return {
    ...(!counts && { Items: rows.map(({ item }) => project(item)) }),
    Count: rows.length,
    ScannedCount: rows.length,
    ...lastKey(source, rows, input.Limit),
  };
};

const isCount = ({ Select, ProjectionExpression }: QueryCommandInput): boolean => {
  if (Select === undefined) return false;
  if (Select !== 'COUNT') throw notModelled(`Select ${Select}`);
  if (ProjectionExpression !== undefined) throw invalid('A COUNT has no ProjectionExpression');
  return true;
};

const limitOf = ({ Limit }: QueryCommandInput): number => {
  if (Limit === undefined) return Number.POSITIVE_INFINITY;
  if (!Number.isInteger(Limit) || Limit < 1) throw invalid(`Limit ${Limit} is less than 1`);
  return Limit;
};

/** A full page says where it ended, even when there is nothing after it. */
const lastKey = (
  source: QuerySource,
  rows: readonly Row[],
  limit: number | undefined,
): { LastEvaluatedKey?: Item } => {
  const last = rows.at(-1);
  return last && rows.length === limit
    ? { LastEvaluatedKey: pick(last.item, source.cursorNames) }
    : {};
};
