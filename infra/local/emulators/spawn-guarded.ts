import { type ChildProcess, spawn } from 'node:child_process';

/**
 * The child's stdin is a pipe that only we hold open. It ends when we end, even by SIGKILL, and then the shell stops
 * the program. The shell kills by ids of its own children only, so that it can never hit a stranger.
 */
const GUARD = `
exec 2>/dev/null 3<&0
"$@" </dev/null 2>&1 3<&- & child=$!
{ cat <&3 >/dev/null; kill -TERM $$; } & guard=$!
exec 3<&-
trap 'kill -9 $child; wait $child; exit 0' TERM
wait $child
status=$?
kill $guard
exit $status
`;

export interface GuardedProcess {
  readonly process: ChildProcess;
  /** Resolves when the program has ended, however it ended. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** Starts a program that cannot outlive this process. Ctrl-C does not reach it: we decide when it stops. */
export const spawnGuarded = (
  program: string,
  args: readonly string[],
  logFile: number,
): GuardedProcess => {
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', program, ...args], {
    stdio: ['pipe', logFile, logFile],
    detached: true,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  child.stdin?.on('error', () => {
    // The guard went first; its exit is reported above.
  });
  return {
    process: child,
    ended,
    stop: async () => {
      child.stdin?.end();
      await ended;
    },
  };
};
