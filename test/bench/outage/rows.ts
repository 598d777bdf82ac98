import { atLeast, type BenchRow } from '../support/bench.ts';
import { SHOPS, type ShopName } from './gateways.ts';
import { PHASES, type Visit } from './run-phases.ts';
import { bestShare, phaseStart } from './timeline.ts';

/** A share is measured over so many seconds ahead. */
const AHEAD_SECONDS = 10;

export const rowsOf = (visits: readonly Visit[]): BenchRow[] => {
  const rows = SHOPS.flatMap((shop) => shopRows(visits, shop));
  const times = (phases: readonly string[]): number =>
    lostIn(visits, 'fixed', phases) / Math.max(1, lostIn(visits, 'learned', phases));
  return [
    ...rows,
    atLeast('lost during the outage, fixed order against learned', times(['silent', 'down']), {
      unit: 'times',
      threshold: 1.5,
    }),
    {
      metric: 'lost from the outage on, fixed order against learned',
      value: times(['silent', 'down', 'back']),
      unit: 'times',
    },
  ];
};

const lostIn = (visits: readonly Visit[], shop: ShopName, phases: readonly string[]): number =>
  visits.filter((it) => it.shop === shop && phases.includes(it.phase) && !it.paid).length;

const shopRows = (visits: readonly Visit[], shop: ShopName): BenchRow[] => {
  const silent = phaseStart('silent');
  const back = phaseStart('back');
  const end = phaseStart('back') + (PHASES.at(-1)?.seconds ?? 0);
  const before = bestShare(visits, shop, [silent - 40, silent]);
  const first = (
    from: number,
    to: number,
    holds: (share: number) => boolean,
  ): number | undefined => {
    for (let at = from; at < to; at += 1) {
      if (holds(bestShare(visits, shop, [at, at + AHEAD_SECONDS]))) return at - from;
    }
    return undefined;
  };
  const diverted = first(silent, back, (share) => share < Math.max(0.05, 0.2 * before));
  const returned =
    diverted === undefined ? 0 : first(back, end - AHEAD_SECONDS, (share) => share >= 0.5 * before);
  const unit = 'buyers';
  return [
    { metric: `${shop}: to the best channel before the outage`, value: 100 * before, unit: '%' },
    ...(diverted === undefined
      ? [{ metric: `${shop}: never diverted; seconds of outage`, value: back - silent, unit: 's' }]
      : [{ metric: `${shop}: until diverted`, value: diverted, unit: 's' }]),
    ...(returned === undefined
      ? [{ metric: `${shop}: not back within`, value: end - back, unit: 's' }]
      : [{ metric: `${shop}: until used again`, value: returned, unit: 's' }]),
    ...PHASES.map(({ name }) => ({
      metric: `${shop}: lost while the best channel is ${name}`,
      value: lostIn(visits, shop, [name]),
      unit,
    })),
    { metric: `${shop}: buyers`, value: visits.filter((it) => it.shop === shop).length, unit },
  ];
};
