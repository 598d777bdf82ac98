import { notificationsOfStrangers } from './backlog.ts';
import { AT_ONCE } from './compare-depths.ts';
import type { Desk } from './desk.ts';
import { notifyAll } from './notify.ts';
import type { RealOrder } from './real-orders.ts';

/** How often the gateway sends each paid order's notification before the others come, and after them. */
const COPIES_FIRST = 2;
const COPIES_LAST = 3;
export const COPIES = COPIES_FIRST + COPIES_LAST;

const DEPTH = 50_000;
const STEP = 1_000;
/** So long the backlog comes over HTTP; what is missing then is put into the queue past our code. */
const FILL_OVER_HTTP_SECONDS = 60;

/** A backlog in which real payments lie before and behind those of strangers. */
export interface Buried {
  /** Signed notifications that were sent over HTTP. */
  readonly notified: number;
  readonly wrong: number;
  /** Messages that were put into the queue past our code. */
  readonly added: number;
}

/** Fills an empty queue with the notifications of paid orders and so many others. */
export const buryOrders = async (
  { shop, backlog }: Desk,
  orders: readonly RealOrder[],
): Promise<Buried> => {
  let notified = 0;
  let wrong = 0;
  const notify = async (urls: readonly string[]): Promise<void> => {
    const acknowledged = await notifyAll(urls, AT_ONCE);
    notified += urls.length;
    wrong += acknowledged.wrong;
  };
  const ofOrders = (copies: number): string[] =>
    Array.from({ length: copies }, () => orders.map(({ notification }) => notification)).flat();

  await backlog.empty();
  await notify(mixed(ofOrders(COPIES_FIRST), notificationsOfStrangers(shop, STEP)));
  const last = mixed(ofOrders(COPIES_LAST), notificationsOfStrangers(shop, STEP));
  const enough = performance.now() + FILL_OVER_HTTP_SECONDS * 1000;
  while (notified + last.length < DEPTH && performance.now() < enough) {
    const missing = DEPTH - notified - last.length;
    await notify(notificationsOfStrangers(shop, Math.min(STEP, missing)));
  }
  const added = Math.max(0, DEPTH - notified - last.length);
  await backlog.add(added);
  await notify(last);
  return { notified, wrong, added };
};

/** Both lists in one, each in its order and evenly spread. */
const mixed = (one: readonly string[], other: readonly string[]): string[] =>
  [
    ...one.map((url, index) => ({ url, place: (index + 0.5) / one.length })),
    ...other.map((url, index) => ({ url, place: (index + 0.5) / other.length })),
  ]
    .sort((a, b) => a.place - b.place)
    .map(({ url }) => url);
