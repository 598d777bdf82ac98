import { existsSync } from 'node:fs';
import { Server } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { startFauxqs } from 'fauxqs';
import { z } from 'zod';

/** The thread in which the SQS emulator runs: off the thread that runs the functions, and gone when the process is. */
const { directory, region } = z
  .object({ directory: z.string(), region: z.string() })
  .parse(workerData);

/** The emulator listens on every interface and has no option for less: anybody in the network could queue payments. */
const listenOnLoopback = (): void => {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const [first, ...rest] = args;
    const options =
      typeof first === 'object' && first !== null ? { ...first, host: '127.0.0.1' } : first;
    return Reflect.apply(listen, this, [options, ...rest]) as Server;
  };
};

/**
 * Makes messages visible that a consumer held when the last run ended. All consumers were part of that run; the
 * cloud, which can't know that, waits for the visibility timeout (minutes).
 */
const returnHeldMessages = (): void => {
  const file = join(directory, 'fauxqs.db');
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  try {
    database.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
  } finally {
    database.close();
  }
};

/**
 * Pages (of 4 KB) in the write-ahead log before it is copied into the table, for which the emulator waits. At SQLite's own
 * 1,000 that happens every 300 messages: those eight ms were its 99th percentile, and half as much again with 50,000
 * messages waiting, because messages lie in the order of their random ids.
 */
const CHECKPOINT_PAGES = 10_000;

/**
 * The emulator waits for the disk at every message. With a write-ahead log a crash of the process loses nothing without
 * that; only a power cut might.
 */
const leaveFlushingToTheSystem = (): void => {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
    Reflect.apply(exec, this, [sql]);
    if (!/journal_mode = WAL/.test(sql)) return;
    const pragmas = `PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`;
    Reflect.apply(exec, this, [pragmas]);
  };
};

/**
 * When a consumer gives a message back at once (visibility timeout 0), the emulator clears its receive count on disk, which
 * the table forbids: the call fails, and the message is gone until the next start. It keeps the count instead.
 */
const keepReceiveCounts = (): void => {
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql: string, ...rest) {
    const kept = sql.replace(
      /(UPDATE sqs_messages SET .*)approximate_receive_count = \?/,
      '$1approximate_receive_count = COALESCE(?, approximate_receive_count)',
    );
    return Reflect.apply(prepare, this, [kept, ...rest]);
  };
};

listenOnLoopback();
leaveFlushingToTheSystem();
keepReceiveCounts();
returnHeldMessages();
const server = await startFauxqs({
  port: 0,
  dataDir: directory,
  logger: false,
  defaultRegion: region,
});
parentPort?.once('message', async () => {
  await server.stop();
  process.exit(0);
});
parentPort?.postMessage(server.port);
