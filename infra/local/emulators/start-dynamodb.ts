import { closeSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { serviceCall } from './service-call.ts';
import { type GuardedProcess, spawnGuarded } from './spawn-guarded.ts';

export interface LocalDynamoDb {
  readonly endpoint: string;
  /** Call once the tables exist. */
  prepare(): void;
  /** Resolves when the emulator ends without having been asked to. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

const START_DEADLINE_MILLIS = 15_000;

/**
 * Starts the DynamoDB emulator on a file in `directory`, or uses the one at `otherEndpoint` (DynamoDB Local, on
 * machines for which there is no emulator binary).
 * @throws when there is neither a binary nor another endpoint.
 */
export const startDynamoDb = async (options: {
  directory: string;
  logFile: string;
  region: string;
  otherEndpoint: string | undefined;
}): Promise<LocalDynamoDb> => {
  if (options.otherEndpoint) return useOther(options.otherEndpoint);
  await mkdir(options.directory, { recursive: true });
  const database = join(options.directory, 'dynamodb.sqlite');
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const log = openSync(options.logFile, 'a');
  const emulator = spawnGuarded(
    emulatorBinary(),
    ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', database],
    log,
  );
  closeSync(log);
  await waitUntilItAnswers(endpoint, options.region, emulator);
  let stopping = false;
  return {
    endpoint,
    prepare: () => indexStreamLog(database),
    failed: emulator.ended.then((code) =>
      stopping
        ? new Promise<Error>(() => {})
        : new Error(`the DynamoDB emulator ended with ${code}; see ${options.logFile}`),
    ),
    stop: async () => {
      stopping = true;
      await emulator.stop();
    },
  };
};

const useOther = (endpoint: string): LocalDynamoDb => ({
  endpoint,
  prepare: () => {},
  failed: new Promise(() => {}),
  stop: async () => {},
});

const emulatorBinary = (): string => {
  const packageName = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    return join(dirname(manifest), 'dynoxide');
  } catch {
    throw new Error(
      `There is no DynamoDB emulator for this machine (${packageName} is not installed). ` +
        'Start any DynamoDB, e.g. DynamoDB Local, and name it: DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start',
    );
  }
};

const waitUntilItAnswers = async (
  endpoint: string,
  region: string,
  emulator: GuardedProcess,
): Promise<void> => {
  const call = serviceCall(endpoint, 'dynamodb', region);
  const deadline = Date.now() + START_DEADLINE_MILLIS;
  let ended = false;
  void emulator.ended.then(() => {
    ended = true;
  });
  for (;;) {
    try {
      await call('ListTables', { Limit: 1 });
      return;
    } catch (error) {
      if (ended) throw new Error('the DynamoDB emulator did not start', { cause: error });
      if (Date.now() > deadline) throw error;
      await pause(5);
    }
  }
};

/** Without this index every write to a table with a stream scans the whole stream log. */
const indexStreamLog = (database: string): void => {
  const connection = new DatabaseSync(database, { timeout: 5_000 });
  try {
    connection.exec(
      'CREATE INDEX IF NOT EXISTS local_ix_stream ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
    );
  } finally {
    connection.close();
  }
};
