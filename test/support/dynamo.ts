import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { freePort } from '#infra/local/emulators/free-port.ts';
import {
  DOCUMENT_CLIENT_OPTIONS,
  DYNAMODB_CLIENT_OPTIONS,
} from '#shared/adapters/dynamodb/client.ts';
import { ENV } from '#shared/contract/environment.ts';
import { TABLES, type TableContract, type TableName } from '#shared/contract/tables.ts';

export interface Dynamo {
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  readonly endpoint: string;
  /** Physical table names. */
  readonly tables: Record<TableName, string>;
  /** Environment variables under which a Lambda of ours finds these tables: assign them before importing a handler. */
  readonly environment: Record<string, string>;
  stop(): Promise<void>;
}

/** Another DynamoDB to run the adapter tests on, e.g. DynamoDB Local; without it the emulator from npm is started. */
const OTHER_ENDPOINT = process.env.TEST_DYNAMODB_ENDPOINT;
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
const REGION = 'us-east-1';
const START_DEADLINE_MILLIS = 15_000;

/**
 * Starts a DynamoDB emulator with every table of the contract, in a directory of its own; nothing is shared with
 * another test file. Call `stop` in `afterAll`.
 */
export const startDynamo = async (): Promise<Dynamo> => {
  const server = OTHER_ENDPOINT
    ? { endpoint: OTHER_ENDPOINT, indexStream: () => {}, stop: async () => {} }
    : await startEmulator();
  const { endpoint } = server;
  const client = new DynamoDBClient({
    ...DYNAMODB_CLIENT_OPTIONS,
    endpoint,
    region: REGION,
    credentials: CREDENTIALS,
  });
  const documents = DynamoDBDocumentClient.from(client, DOCUMENT_CLIENT_OPTIONS);
  const prefix = `test-${randomBytes(4).toString('hex')}`;
  const names = Object.keys(TABLES) as TableName[];
  const tables = Object.fromEntries(names.map((name) => [name, `${prefix}-${name}`])) as Record<
    TableName,
    string
  >;
  for (const name of names) await client.send(createTable(tables[name], TABLES[name]));
  server.indexStream();
  return {
    client,
    documents,
    endpoint,
    tables,
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      [ENV.ordersTable]: tables.orders,
      [ENV.inventoryTable]: tables.inventory,
      [ENV.channelsTable]: tables.channels,
      [ENV.merchantsTable]: tables.merchants,
      [ENV.idempotencyTable]: tables.idempotency,
    },
    stop: async () => {
      if (OTHER_ENDPOINT) {
        for (const name of names) {
          await client.send(new DeleteTableCommand({ TableName: tables[name] }));
        }
      }
      client.destroy();
      await server.stop();
    },
  };
};

const createTable = (tableName: string, contract: TableContract): CreateTableCommand => {
  const attributes = new Set(['pk', ...(contract.sortKey ? ['sk'] : [])]);
  for (const index of contract.indexes) attributes.add(index.partitionKey).add(index.sortKey);
  return new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map((name) => ({
      AttributeName: name,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      ...(contract.sortKey ? [{ AttributeName: 'sk', KeyType: 'RANGE' } as const] : []),
    ],
    ...(contract.indexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: contract.indexes.map((index) => ({
            IndexName: index.name,
            KeySchema: [
              { AttributeName: index.partitionKey, KeyType: 'HASH' },
              { AttributeName: index.sortKey, KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          })),
        }),
    ...(contract.stream
      ? { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } }
      : {}),
  });
};

const startEmulator = async () => {
  const binary = join(
    dirname(createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json')),
    'dynoxide',
  );
  const directory = await mkdtemp(join(tmpdir(), 'arteria-dynamo-'));
  const database = join(directory, 'tables.db');
  const port = await freePort();
  const child = spawn(
    binary,
    ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', database],
    { stdio: 'ignore' },
  );
  // A test process that dies before `stop` must not leave its emulator behind.
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const endpoint = `http://127.0.0.1:${port}`;
  await waitUntilItAnswers(endpoint, child);
  return {
    endpoint,
    // Every write to a table with a stream otherwise scans the whole stream log.
    indexStream: () => {
      const connection = new DatabaseSync(database);
      connection.exec(
        'CREATE INDEX IF NOT EXISTS local_ix_stream ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
      );
      connection.close();
    },
    stop: async () => {
      process.off('exit', killWithUs);
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const waitUntilItAnswers = async (endpoint: string, child: ChildProcess): Promise<void> => {
  const probe = new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  const deadline = Date.now() + START_DEADLINE_MILLIS;
  for (;;) {
    if (child.exitCode !== null) {
      throw new Error(`the DynamoDB emulator ended with ${child.exitCode}`);
    }
    try {
      await probe.send(new ListTablesCommand({ Limit: 1 }));
      break;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(10);
    }
  }
  probe.destroy();
};
