import type {
  DeleteCommandInput,
  PutCommandInput,
  UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { type Condition, parseCondition } from '../expressions/condition.ts';
import type { Parsed } from '../expressions/parse-once.ts';
import { type Placeholders, readPlaceholders } from '../expressions/placeholders.ts';
import { applyUpdate, parseUpdate } from '../expressions/update.ts';
import { type Database, tableCalled } from '../storage/database.ts';
import { checkIndexKeys } from '../storage/index-rows.ts';
import { keyItem, keyOfCall, keyOfItem } from '../storage/keys.ts';
import type { Key, Table } from '../storage/table.ts';
import { copyItem, type Item } from '../values/copy-value.ts';
import { checkInput, oneOf } from './known-input.ts';

/** A write that was read and is to be decided on what it finds. */
export interface WriteRequest {
  readonly table: Table;
  readonly key: Key;
  /** Whether a refused caller is told what was there. */
  readonly tells: boolean;
  /** @throws ValidationException when what is there has no such attribute or one of another type */
  readonly decide: (before: Item | undefined) => Decision;
}

export type Decision =
  /** `after` is what is there then, `names` are the attributes that an update names. */
  | { readonly kind: 'write'; readonly after: Item | undefined; readonly names: readonly string[] }
  | { readonly kind: 'refuse' };

const COMMON = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
];
const PUT_INPUT = new Set([...COMMON, 'Item']);
const DELETE_INPUT = new Set([...COMMON, 'Key']);
const UPDATE_INPUT = new Set([...COMMON, 'Key', 'UpdateExpression']);

const NO_NAMES: readonly string[] = [];
const REMOVED: Decision = { kind: 'write', after: undefined, names: NO_NAMES };
const REFUSED: Decision = { kind: 'refuse' };

export const readPut = (database: Database, input: PutCommandInput): WriteRequest => {
  checkInput('Put', input, PUT_INPUT);
  const table = tableCalled(database, input.TableName);
  const after = copyItem(input.Item ?? {});
  const key = keyOfItem(table, after);
  const condition = parseCondition(input.ConditionExpression);
  const placeholders = readPlaceholders(input, condition);
  return {
    table,
    key,
    tells: tells(input),
    decide: (before) => {
      // What is put is wrong whatever is there.
      checkIndexes(table, after);
      if (!holds(condition, before, placeholders)) return REFUSED;
      return { kind: 'write', after, names: NO_NAMES };
    },
  };
};

export const readDelete = (database: Database, input: DeleteCommandInput): WriteRequest => {
  checkInput('Delete', input, DELETE_INPUT);
  const table = tableCalled(database, input.TableName);
  const condition = parseCondition(input.ConditionExpression);
  const placeholders = readPlaceholders(input, condition);
  return {
    table,
    key: keyOfCall(table, input.Key),
    tells: tells(input),
    decide: (before) => (holds(condition, before, placeholders) ? REMOVED : REFUSED),
  };
};

export const readUpdate = (database: Database, input: UpdateCommandInput): WriteRequest => {
  checkInput('Update', input, UPDATE_INPUT);
  const table = tableCalled(database, input.TableName);
  const key = keyOfCall(table, input.Key);
  const condition = parseCondition(input.ConditionExpression);
  const update = parseUpdate(input.UpdateExpression);
  const placeholders = readPlaceholders(input, condition, update);
  return {
    table,
    key,
    tells: tells(input),
    decide: (before) => {
      if (!holds(condition, before, placeholders)) return REFUSED;
      const changes = update?.meaning ?? [];
      const { after, names } = applyUpdate(changes, before, keyItem(table, key), placeholders);
      if (after) checkIndexes(table, after);
      return { kind: 'write', after, names };
    },
  };
};

const tells = (input: { ReturnValuesOnConditionCheckFailure?: string | undefined }): boolean =>
  oneOf(
    'ReturnValuesOnConditionCheckFailure',
    ['NONE', 'ALL_OLD'],
    input.ReturnValuesOnConditionCheckFailure,
  ) === 'ALL_OLD';

const NOTHING: Item = Object.freeze({});

const holds = (
  condition: Parsed<Condition> | undefined,
  item: Item | undefined,
  { names, values }: Placeholders,
): boolean => !condition || condition.meaning({ item: item ?? NOTHING, names, values });

const checkIndexes = ({ indexes }: Table, item: Item): void => {
  for (const index of indexes) checkIndexKeys(index, item);
};
