import type { BenchShop } from '../checkout/sale.ts';
import { type Backlog, strangersNumber } from './backlog.ts';
import { type Acknowledged, notificationUrl, notifyAll } from './notify.ts';

/** Messages that wait while notifications come, from none to a bad hour. */
export const DEPTHS = [0, 10_000, 50_000] as const;
export type Depth = (typeof DEPTHS)[number];

/** Notifications that are timed at each depth; they stay in the queue, so it grows by so many meanwhile. */
const WINDOW = 1_500;
const EMULATOR_SENDS = 500;
const FILL_STEP = 1_000;
/** Notifications under way at once, as from so many gateways. */
export const AT_ONCE = 8;

/** What was seen at one depth. */
export interface Window extends Acknowledged {
  /** Milliseconds of single sends to the emulator alone, at the same depth and as many at once. */
  readonly sendMillis: readonly number[];
}

export interface Round {
  readonly windows: ReadonlyMap<Depth, Window>;
  /** Signed notifications that were sent over HTTP, those outside the windows included. */
  readonly notified: number;
  readonly wrong: number;
  /** Messages that were put into the queue past our code. */
  readonly added: number;
}

export interface RoundOptions {
  readonly shop: BenchShop;
  readonly backlog: Backlog;
  /** Notifications of real orders to send among the others of the window at a depth. */
  readonly real?: (depth: Depth) => readonly string[];
  /**
   * Fill the queue by signed notifications over HTTP for so long at each depth; what is missing then, and everything when
   * absent, goes past our code: it is what they would have become.
   */
  readonly fillOverHttpSeconds?: number;
  readonly progress: (line: string) => void;
}

/** Empties the queue, whose consumer is paused, and measures acknowledgements while it fills up. */
export const measureRound = async (options: RoundOptions): Promise<Round> => {
  const { shop, backlog, real, fillOverHttpSeconds = 0, progress } = options;
  const windows = new Map<Depth, Window>();
  let notified = 0;
  let wrong = 0;
  let added = 0;
  const notify = async (urls: readonly string[]): Promise<Acknowledged> => {
    const acknowledged = await notifyAll(urls, AT_ONCE);
    notified += urls.length;
    wrong += acknowledged.wrong;
    return acknowledged;
  };
  await backlog.empty();
  for (const depth of DEPTHS) {
    let missing = depth - (await backlog.count());
    const enough = performance.now() + fillOverHttpSeconds * 1000;
    for (; missing > 0 && performance.now() < enough; missing -= FILL_STEP) {
      await notify(ofStrangers(shop, Math.min(FILL_STEP, missing)));
    }
    if (missing > 0) {
      await backlog.add(missing);
      added += missing;
    }
    const acknowledged = await notify(among(ofStrangers(shop, WINDOW), real?.(depth) ?? []));
    const sendMillis = await backlog.sendTimes(EMULATOR_SENDS, AT_ONCE);
    added += EMULATOR_SENDS;
    windows.set(depth, { ...acknowledged, sendMillis });
    progress(
      `  from ${depth} waiting: ${acknowledged.perSecond.toFixed(0)} acknowledgements/s, ${wrong} wrong so far`,
    );
  }
  return { windows, notified, wrong, added };
};

const ofStrangers = (shop: BenchShop, count: number): string[] =>
  Array.from({ length: count }, () => notificationUrl(shop, strangersNumber(), '9.90'));

/** The same number of notifications, in which those of real orders take evenly spread places. */
const among = (strangers: readonly string[], real: readonly string[]): string[] => {
  const urls = [...strangers];
  for (const [index, url] of real.entries()) {
    urls[Math.floor(((index + 0.5) * urls.length) / real.length)] = url;
  }
  return urls;
};
