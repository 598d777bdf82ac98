import { setTimeout as pause } from 'node:timers/promises';
import type { Backlog } from './backlog.ts';

const LOOK_AGAIN_MILLIS = 500;
const TELL_EVERY_MILLIS = 10_000;
/** It takes 40 s on two quiet cores; a machine on which it takes longer than this is told how far it came, and fails. */
const LIMIT_MILLIS = 600_000;

export interface Drained {
  readonly messages: number;
  readonly seconds: number;
  /** Messages that were still there when the time was up. */
  readonly left: number;
}

/** Waits until the consumer, which has just been resumed, has worked everything off. */
export const drain = async (
  backlog: Backlog,
  progress: (line: string) => void,
): Promise<Drained> => {
  const messages = await backlog.count();
  const startedAt = performance.now();
  let toldAt = startedAt;
  for (;;) {
    const left = await backlog.count();
    const now = performance.now();
    const seconds = (now - startedAt) / 1000;
    if (left === 0 || now - startedAt > LIMIT_MILLIS) {
      return { messages: messages - left, seconds, left };
    }
    if (now - toldAt > TELL_EVERY_MILLIS) {
      toldAt = now;
      progress(
        `  ${left} left after ${seconds.toFixed(0)} s, ${((messages - left) / seconds).toFixed(0)}/s so far`,
      );
    }
    await pause(LOOK_AGAIN_MILLIS);
  }
};
