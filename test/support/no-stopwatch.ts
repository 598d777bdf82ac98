import type { Stopwatch } from '#shared/application/ports/runtime.ts';

/** For tests to which it does not matter how long anything takes. */
export const NO_STOPWATCH: Stopwatch = { time: (_name, work) => work() };
