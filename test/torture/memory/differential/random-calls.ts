import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DeleteCommandInput,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { TABLES, type TableName } from '#shared/contract/tables.ts';
import {
  aCondition,
  aFlawedUpdate,
  aKeyCondition,
  anUpdate,
  withPlaceholders,
} from './random-expressions.ts';
import { aKey, anItem, aTable, chance, oneOf, type Random, upTo } from './random-values.ts';

type Tables = Readonly<Record<TableName, string>>;

export type Command =
  | GetCommand
  | PutCommand
  | UpdateCommand
  | DeleteCommand
  | QueryCommand
  | BatchGetCommand
  | BatchWriteCommand
  | TransactWriteCommand;

/** A call with everything drawn but the physical names, which differ from one database to the other. */
export type RandomCall = (tables: Tables) => Command;

export const aRandomCall = (random: Random): RandomCall =>
  oneOf(random, [
    aGet,
    aPut,
    aPut,
    aPut,
    anUpdateCall,
    anUpdateCall,
    anUpdateCall,
    aDelete,
    aQuery,
    aQuery,
    aQuery,
    aBatchGet,
    aBatchWrite,
    aTransaction,
    aTransaction,
  ])(random);

/** Queries whose placeholders are wrong; emulators look at a write's condition first, DynamoDB does not. */
const FLAWED = { flawed: 0.02 };

const PROJECTIONS = ['pk', 'note, version', '#note, entries, gone'];

const aProjection = (random: Random): { ProjectionExpression?: string } =>
  chance(random, 0.3) ? { ProjectionExpression: oneOf(random, PROJECTIONS) } : {};

const aGet = (random: Random): RandomCall => {
  const table = aTable(random);
  const input = withPlaceholders(random, aProjection(random));
  const Key = aKey(random, table);
  return (tables) => new GetCommand({ ...input, TableName: tables[table], Key });
};

const onRefusal = (random: Random) => ({
  ReturnValuesOnConditionCheckFailure: oneOf(random, ['ALL_OLD', 'NONE', undefined] as const),
});

const returning = (random: Random): Pick<DeleteCommandInput, 'ReturnValues'> => ({
  ReturnValues: oneOf(random, ['ALL_OLD', 'NONE', undefined]),
});

interface Write {
  readonly table: TableName;
  readonly input: Record<string, unknown>;
}

const putInput = (random: Random): Write => {
  const table = aTable(random);
  const input = { ...aCondition(random, 0.3), ...onRefusal(random), Item: anItem(random, table) };
  return { table, input: withPlaceholders(random, input) };
};

const deleteInput = (random: Random): Write => {
  const table = aTable(random);
  const input = { ...aCondition(random, 0.9), ...onRefusal(random), Key: aKey(random, table) };
  return { table, input: withPlaceholders(random, input) };
};

const updateInput = (random: Random, update = anUpdate(random)): Write => {
  const table = aTable(random);
  const input = { ...update, ...onRefusal(random), Key: aKey(random, table) };
  return { table, input: withPlaceholders(random, input) };
};

/** The input of a write to one of two databases; what is wrong in it is wrong on purpose. */
const sentTo = ({ table, input }: Write, tables: Tables) =>
  ({ ...input, TableName: tables[table] }) as never;

const aPut = (random: Random): RandomCall => {
  const { table, input } = putInput(random);
  const write = { table, input: { ...input, ...returning(random) } };
  return (tables) => new PutCommand(sentTo(write, tables));
};

const aDelete = (random: Random): RandomCall => {
  const { table, input } = deleteInput(random);
  const write = { table, input: { ...input, ...returning(random) } };
  return (tables) => new DeleteCommand(sentTo(write, tables));
};

const anUpdateCall = (random: Random): RandomCall => {
  const flawed = chance(random, 0.03);
  const { table, input } = updateInput(random, flawed ? aFlawedUpdate(random) : undefined);
  // Emulators differ from DynamoDB in what they answer as the old item where there was none.
  const ReturnValues = oneOf(random, ['NONE', undefined, 'ALL_NEW', 'UPDATED_NEW', 'UPDATED_OLD']);
  const write = { table, input: { ...input, ReturnValues } };
  return (tables) => new UpdateCommand(sentTo(write, tables));
};

const aQuery = (random: Random): RandomCall => {
  const table = aTable(random);
  const index = oneOf(random, [undefined, ...TABLES[table].indexes]);
  const counts = chance(random, 0.15);
  const [partitionKey, sortKey] = [index?.partitionKey ?? 'pk', index?.sortKey ?? 'sk'];
  const query = {
    KeyConditionExpression: aKeyCondition(random, partitionKey, sortKey),
    ...(counts ? { Select: 'COUNT' as const } : aProjection(random)),
    ...(index ? { IndexName: index.name } : {}),
    ...(chance(random, 0.5) ? { Limit: 1 + upTo(random, 2) } : {}),
    ...(chance(random, 0.5) ? { ScanIndexForward: chance(random, 0.5) } : {}),
    ...(chance(random, 0.3) ? { ConsistentRead: chance(random, 0.5) } : {}),
  };
  const input = withPlaceholders(random, query, FLAWED);
  return (tables) => new QueryCommand({ ...input, TableName: tables[table] });
};

const distinctKeys = (random: Random, table: TableName, count: number) => {
  const keys = Array.from({ length: count }, () => aKey(random, table));
  if (chance(random, 0.05)) return keys;
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
};

const aBatchGet = (random: Random): RandomCall => {
  const table = aTable(random);
  const input = withPlaceholders(random, aProjection(random));
  const Keys = distinctKeys(random, table, 1 + upTo(random, 5));
  return (tables) =>
    new BatchGetCommand({ RequestItems: { [tables[table]]: { ...input, Keys } as never } });
};

const aBatchWrite = (random: Random): RandomCall => {
  const table = aTable(random);
  const requests = distinctKeys(random, table, 1 + upTo(random, 5)).map((key) =>
    chance(random, 0.5)
      ? { PutRequest: { Item: { ...anItem(random, table), ...key } } }
      : { DeleteRequest: { Key: key } },
  );
  return (tables) => new BatchWriteCommand({ RequestItems: { [tables[table]]: requests } });
};

const aTransaction = (random: Random): RandomCall => {
  const operations = Array.from({ length: 1 + upTo(random, 4) }, () => ({
    kind: oneOf(random, ['Put', 'Delete', 'Update'] as const),
    random,
  })).map(({ kind }) => {
    if (kind === 'Put') return { kind, write: putInput(random) };
    return { kind, write: kind === 'Delete' ? deleteInput(random) : updateInput(random) };
  });
  return (tables) =>
    new TransactWriteCommand({
      TransactItems: operations.map(({ kind, write }) => ({ [kind]: sentTo(write, tables) })),
    });
};
