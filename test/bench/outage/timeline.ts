import { SHOPS, type ShopName } from './gateways.ts';
import { PHASES, type PhaseName, type Visit } from './run-phases.ts';

const BUCKET_SECONDS = 10;

/** When each phase began, in seconds. */
export const phaseStart = (name: PhaseName): number => {
  let start = 0;
  for (const phase of PHASES) {
    if (phase.name === name) return start;
    start += phase.seconds;
  }
  return start;
};

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;

/** Share of first choices that went to the best channel between two times. */
export const bestShare = (
  visits: readonly Visit[],
  shop: ShopName,
  [from, to]: readonly [number, number],
): number => {
  const seen = visits.filter((it) => it.shop === shop && it.at >= from && it.at < to);
  return seen.length === 0 ? 0 : seen.filter(({ first }) => first === 0).length / seen.length;
};

/** Ten seconds a line: what share went to the best channel first, and what share paid. */
export const printTimeline = (visits: readonly Visit[]): readonly string[] => {
  const lines = [
    'seconds  phase   learned: to the best, paid, lost   fixed: to the best, paid, lost',
  ];
  const last = visits.at(-1)?.at ?? 0;
  for (let from = 0; from <= last; from += BUCKET_SECONDS) {
    const inside = visits.filter(({ at }) => at >= from && at < from + BUCKET_SECONDS);
    const cells = SHOPS.map((shop) => {
      const mine = inside.filter((it) => it.shop === shop);
      const paid = mine.filter((it) => it.paid).length;
      const best = bestShare(visits, shop, [from, from + BUCKET_SECONDS]);
      return `${percent(best, 1).padStart(10)} ${percent(paid, mine.length).padStart(9)} ${String(mine.length - paid).padStart(5)}`;
    });
    lines.push(
      `${String(from).padStart(7)}  ${(inside[0]?.phase ?? '').padEnd(6)} ${cells.join('      ')}`,
    );
  }
  return lines;
};
