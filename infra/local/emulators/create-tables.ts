import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { LocalStackError } from '../local-stack-error.ts';
import type { LocalTable } from '../template/local-model.ts';
import { type ServiceCall, ServiceError } from './service-call.ts';

const keysSchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const indexSchema = z.object({
  IndexName: z.string(),
  KeySchema: keysSchema,
  Projection: z.object({ ProjectionType: z.string() }),
});
const shapeSchema = z.object({
  KeySchema: keysSchema,
  GlobalSecondaryIndexes: z.array(indexSchema).default([]),
  StreamSpecification: z.object({ StreamViewType: z.string().optional() }).optional(),
});
const tableSchema = z.object({ Table: shapeSchema.extend({ TableStatus: z.string() }) });

const DEADLINE_MILLIS = 30_000;

/**
 * Creates the tables that are missing and returns their names.
 * @throws LocalStackError when a table from an earlier run has another shape than the template.
 */
export const createTables = async (
  dynamoDb: ServiceCall,
  tables: readonly LocalTable[],
): Promise<ReadonlySet<string>> => {
  const created = new Set<string>();
  for (const { name, definition } of tables) {
    const existing = await describeTable(dynamoDb, name);
    if (existing === undefined) {
      await dynamoDb('CreateTable', { TableName: name, ...definition });
      created.add(name);
    } else if (!isDeepStrictEqual(shapeOf(existing), shapeOf(definition))) {
      throw new LocalStackError(
        `The table ${name} was made with other keys or indexes. Start anew with: npm start -- --fresh`,
      );
    }
  }
  for (const name of created) {
    await waitUntil(`table ${name} is active`, async () => {
      const table = await describeTable(dynamoDb, name);
      return table?.TableStatus === 'ACTIVE';
    });
  }
  return created;
};

/** Deletes the tables that exist, with all that is in them. */
export const dropTables = async (
  dynamoDb: ServiceCall,
  tables: readonly LocalTable[],
): Promise<void> => {
  for (const { name } of tables) {
    if ((await describeTable(dynamoDb, name)) === undefined) continue;
    await dynamoDb('DeleteTable', { TableName: name });
    await waitUntil(`table ${name} is gone`, async () => !(await describeTable(dynamoDb, name)));
  }
};

const describeTable = async (dynamoDb: ServiceCall, name: string) => {
  try {
    return tableSchema.parse(await dynamoDb('DescribeTable', { TableName: name })).Table;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'ResourceNotFoundException')
      return undefined;
    throw error;
  }
};

/** What can't be changed in place: keys, indexes (in whatever order) and the view of the stream. */
const shapeOf = (definition: unknown) => {
  const { GlobalSecondaryIndexes, StreamSpecification, KeySchema } = shapeSchema.parse(definition);
  return {
    KeySchema,
    indexes: GlobalSecondaryIndexes.sort((a, b) => (a.IndexName < b.IndexName ? -1 : 1)),
    stream: StreamSpecification?.StreamViewType,
  };
};

const waitUntil = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + DEADLINE_MILLIS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`does not happen: ${what}`);
    await pause(20);
  }
};
