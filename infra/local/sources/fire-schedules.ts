import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Invoker } from '../functions/invoker.ts';
import { reportProblem } from '../report-problem.ts';
import type { LocalState } from '../state/local-state.ts';
import type { LocalSchedule } from '../template/local-model.ts';
import type { EventSource } from './event-source.ts';
import { nextFireTime } from './next-fire-time.ts';

export interface FiredSchedules {
  readonly schedules: readonly LocalSchedule[];
  readonly invoker: Invoker;
  readonly state: LocalState;
  readonly accountId: string;
  readonly region: string;
}

/** Longer waits overflow a timer. */
const LONGEST_WAIT_MILLIS = 86_400_000;
/** Lambda waits a minute before the first and two before the second repetition of a failed asynchronous call. */
const RETRY_DELAY_MILLIS = 60_000;

/** Invokes functions when their time has come. A rate goes on over a restart as if nothing had happened. */
export const fireSchedules = (fired: FiredSchedules): EventSource => {
  const stopping = new AbortController();
  const loops = fired.schedules.map((schedule) =>
    keepFiring(schedule, fired, stopping.signal).catch((error: unknown) => {
      if (!stopping.signal.aborted) reportProblem(`schedule ${schedule.name}`, error);
    }),
  );
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
};

const keepFiring = async (
  schedule: LocalSchedule,
  fired: FiredSchedules,
  signal: AbortSignal,
): Promise<void> => {
  const stateName = `schedule ${schedule.name}`;
  for (;;) {
    const last = fired.state.read(stateName);
    const now = new Date();
    if (last === undefined) fired.state.write(stateName, now.toISOString());
    const due = nextFireTime(schedule.expression, last ? new Date(last) : undefined, now);
    if (!due) return;
    await waitUntil(due, signal);
    fired.state.write(stateName, due.toISOString());
    await invokeWithRetries(schedule, fired, due, signal);
  }
};

const waitUntil = async (due: Date, signal: AbortSignal): Promise<void> => {
  for (;;) {
    const left = due.getTime() - Date.now();
    if (left <= 0) return;
    await pause(Math.min(left, LONGEST_WAIT_MILLIS), undefined, { signal });
  }
};

const invokeWithRetries = async (
  schedule: LocalSchedule,
  { invoker, accountId, region }: FiredSchedules,
  due: Date,
  signal: AbortSignal,
): Promise<void> => {
  const event = schedule.input ?? {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: `${due.toISOString().slice(0, 19)}Z`,
    region,
    resources: [schedule.arn],
    detail: {},
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      await invoker.invoke(schedule.functionName, event);
      return;
    } catch {
      // The invoker has logged it.
      if (attempt >= schedule.retryAttempts) return;
      await pause(RETRY_DELAY_MILLIS * (attempt + 1), undefined, { signal });
    }
  }
};
