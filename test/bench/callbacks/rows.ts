import { percentile } from '../checkout/drive.ts';
import { atLeast, atMost, type BenchRow } from '../support/bench.ts';
import type { Buried } from './bury-orders.ts';
import { AT_ONCE, type Pair, type Window } from './compare-depths.ts';
import type { Drained } from './drain.ts';
import type { Fates } from './real-orders.ts';

const MIN_RATE_RATIO = 0.8;
const MAX_P99_RATIO = 1.5;
/** One send; the channel is read once in a while. */
const MAX_CALLS = 1.1;
const JUDGED_DEPTH = 50_000;

const median = (values: readonly number[]): number => percentile(values, 0.5);
const rate = ({ perSecond }: Window): number => perSecond;
const p50 = ({ millis }: Window): number => percentile(millis, 0.5);
const p99 = ({ millis }: Window): number => percentile(millis, 0.99);
const sendP50 = ({ sendMillis }: Window): number => percentile(sendMillis, 0.5);
const sendP99 = ({ sendMillis }: Window): number => percentile(sendMillis, 0.99);
const none = (metric: string, value: number, unit: string): BenchRow =>
  atMost(metric, value, { unit, threshold: 0 });

/** How fast notifications were acknowledged by depth, and what depth did to it. */
export const acknowledgementRows = (
  pairsOf: ReadonlyMap<number, readonly (readonly Pair[])[]>,
  sdkCalls: number,
): BenchRow[] => {
  const all = [...pairsOf.values()].flat(2);
  const windows = all.flatMap(({ none, deep }) => [none, deep]);
  const notified = windows.reduce((sum, window) => sum + window.notified, 0);
  return [
    ...figures(
      0,
      all.map(({ none }) => none),
    ),
    ...[...pairsOf].flatMap(([depth, pairs]) => [
      ...figures(
        depth,
        pairs.flat().map(({ deep }) => deep),
      ),
      ...ratios(depth, pairs),
    ]),
    { metric: 'notifications sent', value: notified, unit: 'messages' },
    none(
      'answers that were not exactly “success”, in all of them',
      windows.reduce((sum, { wrong }) => sum + wrong, 0),
      'answers',
    ),
    atMost('SDK calls an acknowledgement', sdkCalls / notified, {
      unit: 'calls',
      threshold: MAX_CALLS,
    }),
  ];
};

const waiting = (depth: number): string => `${depth.toLocaleString('en')} waiting`;

/** Medians over the windows at one depth. */
const figures = (depth: number, windows: readonly Window[]): BenchRow[] => {
  const name = `${waiting(depth)}, ${AT_ONCE} at once: `;
  const row = (metric: string, unit: string, of: (window: Window) => number): BenchRow => ({
    metric: `${name}${metric}`,
    value: median(windows.map(of)),
    unit,
  });
  return [
    row('acknowledgements', '1/s', rate),
    row('acknowledgement p50', 'ms', p50),
    row('acknowledgement p99', 'ms', p99),
    row('one send to the emulator p50', 'ms', sendP50),
    row('one send to the emulator p99', 'ms', sendP99),
    row('acknowledgement p50 by the emulator’s', '×', (window) => p50(window) / sendP50(window)),
  ];
};

/**
 * A figure with the queue full by the same figure with it empty: the median over the pairs of each arrangement, and the
 * geometric mean of the arrangements.
 */
const ratios = (depth: number, arrangements: readonly (readonly Pair[])[]): BenchRow[] => {
  const name = `${waiting(depth)} by none: `;
  const ratio = (of: (window: Window) => number): number =>
    arrangements
      .map((pairs) => median(pairs.map(({ none, deep }) => of(deep) / of(none))))
      .reduce((product, each) => product * each ** (1 / arrangements.length), 1);
  const judged = depth === JUDGED_DEPTH;
  const value = (metric: string, value: number): BenchRow => ({
    metric: `${name}${metric}`,
    value,
    unit: '×',
  });
  return [
    judged
      ? atLeast(`${name}acknowledgements/s`, ratio(rate), { unit: '×', threshold: MIN_RATE_RATIO })
      : value('acknowledgements/s', ratio(rate)),
    value('acknowledgement p50', ratio(p50)),
    judged
      ? atMost(`${name}acknowledgement p99`, ratio(p99), { unit: '×', threshold: MAX_P99_RATIO })
      : value('acknowledgement p99', ratio(p99)),
    value('the emulator’s p99', ratio(sendP99)),
    { metric: `${name}pairs of windows`, value: arrangements.flat().length, unit: 'pairs' },
  ];
};

export interface DrainFacts {
  readonly buried: Buried;
  readonly drained: Drained;
  readonly orders: number;
  readonly fates: Fates;
  readonly deliveredUnpaid: number;
  readonly deadLetters: number;
  /** Of payments whose order number was never ours. */
  readonly tracesMissing: number;
}

/** How the backlog was worked off, and that nothing in it was lost. */
export const drainRows = (facts: DrainFacts): BenchRow[] => {
  const { buried, drained, fates, orders } = facts;
  return [
    { metric: 'backlog: signed notifications over HTTP', value: buried.notified, unit: 'messages' },
    { metric: 'backlog: put into the queue directly', value: buried.added, unit: 'messages' },
    none('backlog: answers that were not exactly “success”', buried.wrong, 'answers'),
    { metric: 'consumer resumed: worked off', value: drained.messages, unit: 'messages' },
    { metric: 'consumer resumed: time for it', value: drained.seconds, unit: 's' },
    {
      metric: 'consumer resumed: drain rate',
      value: drained.messages / drained.seconds,
      unit: '1/s',
    },
    none('consumer resumed: left when the bench stopped waiting', drained.left, 'messages'),
    none('dead letters', facts.deadLetters, 'messages'),
    none('strangers’ notifications without a trace', facts.tracesMissing, 'messages'),
    atLeast('paid orders delivered, with a card that nobody else has', fates.deliveredOnce, {
      unit: 'orders',
      threshold: orders,
    }),
    none('paid orders not applied exactly once', fates.notAppliedOnce, 'orders'),
    none('notifications of paid orders without a trace', fates.tracesMissing, 'messages'),
    none('cards sold beyond one a paid order', fates.cardsTooMany, 'cards'),
    none('unpaid orders delivered', facts.deliveredUnpaid, 'orders'),
  ];
};
