import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LocalStackError } from '../local-stack-error.ts';
import type { LocalDirectory } from './local-directory.ts';

/** What the local stack itself remembers over a restart: generated secrets, the demo shop; stream checkpoints, schedules. */
export interface LocalState {
  read(name: string): string | undefined;
  write(name: string, value: string): void;
  forgetAll(): void;
  close(): void;
}

/**
 * Opens the state and holds it alone. The lock belongs to the process, so that the operating system gives it back
 * even after SIGKILL and nothing stale can block the next start.
 * @throws LocalStackError when another local stack runs in this directory.
 */
export const openLocalState = (directory: LocalDirectory, fresh: boolean): LocalState => {
  const database = lock(directory);
  if (fresh) {
    database.exec('DROP TABLE IF EXISTS state');
    const { dynamoDb, sqs, simulators, sealingKey, demo } = directory;
    for (const path of [dynamoDb, sqs, simulators, sealingKey, demo]) {
      rmSync(path, { recursive: true, force: true });
    }
  }
  return stateIn(database);
};

/**
 * Opens what the thread of the queues and streams remembers. Only the stack that holds {@link openLocalState} gets here.
 * @param forget what is remembered is about data that is gone
 */
export const openSourceState = (file: string, forget: boolean): LocalState => {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  const state = stateIn(database);
  if (forget) state.forgetAll();
  return state;
};

const stateIn = (database: DatabaseSync): LocalState => {
  database.exec('CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
  const select = database.prepare('SELECT value FROM state WHERE name = ?');
  const upsert = database.prepare(
    'INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    read: (name) => {
      const row = select.get(name);
      return typeof row?.value === 'string' ? row.value : undefined;
    },
    write: (name, value) => {
      upsert.run(name, value);
    },
    forgetAll: () => database.exec('DELETE FROM state'),
    close: () => database.close(),
  };
};

const lock = (directory: LocalDirectory): DatabaseSync => {
  const database = new DatabaseSync(directory.state, { timeout: 0 });
  try {
    // A crash of the process loses nothing without waiting for the disk; only a power cut might.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;');
    database.exec('PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; COMMIT;');
    return database;
  } catch (error) {
    database.close();
    if (!/locked|busy/i.test(String(error))) throw error;
    throw new LocalStackError(
      `Another local stack already runs in ${directory.root}. Stop it first (Ctrl-C in its terminal).`,
    );
  }
};
