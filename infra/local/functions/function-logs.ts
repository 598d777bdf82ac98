import { closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

/** Older lines are kept in one other file. */
const MAX_LOG_BYTES = 20_000_000;
const FLUSH_AFTER_MILLIS = 25;

export interface FunctionLogs {
  /** Writes to the terminal, past the log. */
  print(text: string): void;
  stop(): void;
}

/**
 * Sends everything that functions print to a file instead of the terminal. Lines are gathered and written together:
 * a line costs no system call of its own.
 */
export const captureLogs = (file: string): FunctionLogs => {
  rotate(file);
  const descriptor = openSync(file, 'a', 0o600);
  const { stdout, stderr } = process;
  const original = { stdout: stdout.write, stderr: stderr.write };
  let lines = '';
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    timer = undefined;
    const written = lines;
    lines = '';
    if (written !== '') writeSync(descriptor, written);
  };
  const capture = (chunk: unknown, ...rest: unknown[]): boolean => {
    lines += typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('utf8');
    timer ??= setTimeout(flush, FLUSH_AFTER_MILLIS).unref();
    const done = rest.findLast((argument) => typeof argument === 'function');
    if (done) queueMicrotask(done as () => void);
    return true;
  };
  stdout.write = capture as typeof stdout.write;
  stderr.write = capture as typeof stderr.write;
  process.once('exit', flush);
  return {
    print: (text) => {
      original.stdout.call(stdout, text);
    },
    stop: () => {
      stdout.write = original.stdout;
      stderr.write = original.stderr;
      process.off('exit', flush);
      clearTimeout(timer);
      flush();
      closeSync(descriptor);
    },
  };
};

const rotate = (file: string): void => {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(file, file.replace(/\.log$/, '.1.log'));
};
