import { comparePlaces, type Place, type Row } from '../storage/sorted-rows.ts';

export interface PageWanted {
  readonly includes: (sort: string) => boolean;
  /** The page begins behind this place; absent: where the partition begins. */
  readonly after: Place | undefined;
  readonly forward: boolean;
  readonly limit: number;
}

/** The first rows, in the given direction, that the page wants. */
export const takePage = (
  rows: readonly Row[],
  { includes, after, forward, limit }: PageWanted,
): Row[] => {
  const page: Row[] = [];
  const step = forward ? 1 : -1;
  for (let at = forward ? 0 : rows.length - 1; page.length < limit; at += step) {
    const row = rows[at];
    if (!row) break;
    if (after && comparePlaces(row, after) * step <= 0) continue;
    if (includes(row.sort)) page.push(row);
  }
  return page;
};
