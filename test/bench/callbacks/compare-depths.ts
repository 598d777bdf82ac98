import { notificationsOfStrangers } from './backlog.ts';
import type { Desk } from './desk.ts';
import { type Acknowledged, notifyAll } from './notify.ts';

/** Notifications under way at once, as from so many gateways. */
export const AT_ONCE = 8;

/** Notifications that are timed together; about a second. They stay in the queue. */
const WINDOW = 1_000;
/** Sent before them, untimed: the other desk was at work until now. */
const SETTLING = 200;
const EMULATOR_SENDS = 300;

/** What was seen at one desk, once. */
export interface Window extends Acknowledged {
  /** Notifications sent, those untimed included. */
  readonly notified: number;
  /** Milliseconds of single sends to the emulator alone, at the same depth and as many at once. */
  readonly sendMillis: readonly number[];
}

/** Both desks within two seconds of each other: the noise of the machine mostly cancels out. */
export interface Pair {
  readonly none: Window;
  readonly deep: Window;
}

export interface Comparison {
  /** Its queue is emptied before each window. */
  readonly none: Desk;
  /** Its queue is filled up to `depth` before the first window, past our code, and grows from there. */
  readonly deep: Desk;
  readonly depth: number;
  readonly pairs: number;
}

/** Measures acknowledgements with none waiting and with `depth` waiting, in turns. */
export const compareDepths = async (comparison: Comparison): Promise<Pair[]> => {
  const { deep, depth, pairs } = comparison;
  await deep.backlog.add(Math.max(0, depth - (await deep.backlog.count())));
  const seen: Pair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) seen.push(await measurePair(comparison, pair));
  return seen;
};

/** The desks take turns in going first. */
const measurePair = async ({ none, deep }: Comparison, pair: number): Promise<Pair> => {
  const measureNone = async (): Promise<Window> => {
    await none.backlog.empty();
    return measureWindow(none);
  };
  if (pair % 2 === 0) return { none: await measureNone(), deep: await measureWindow(deep) };
  const first = await measureWindow(deep);
  return { none: await measureNone(), deep: first };
};

const measureWindow = async ({ shop, backlog }: Desk): Promise<Window> => {
  const settling = await notifyAll(notificationsOfStrangers(shop, SETTLING), AT_ONCE);
  const acknowledged = await notifyAll(notificationsOfStrangers(shop, WINDOW), AT_ONCE);
  const sendMillis = await backlog.sendTimes(EMULATOR_SENDS, AT_ONCE);
  return {
    ...acknowledged,
    wrong: settling.wrong + acknowledged.wrong,
    notified: SETTLING + WINDOW,
    sendMillis,
  };
};
