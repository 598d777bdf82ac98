import { setTimeout as pause } from 'node:timers/promises';

const DEADLINE_MILLIS = 30_000;
const LOOK_AGAIN_MILLIS = 20;

/** Looks again and again until there is something to return; fails after half a minute. */
export const until = async <Value>(
  what: string,
  look: () => Promise<Value | undefined> | Value | undefined,
): Promise<Value> => {
  const deadline = Date.now() + DEADLINE_MILLIS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`did not happen within 30 s: ${what}`);
    await pause(LOOK_AGAIN_MILLIS);
  }
};
