import type { Measurements } from '#infra/local/measure/measurements.ts';
import { percentile } from '../checkout/drive.ts';
import { atLeast, atMost, type BenchRow } from '../support/bench.ts';
import type { Drained } from './drain.ts';
import { AT_ONCE, DEPTHS, type Depth, type Round, type Window } from './measure-round.ts';
import type { Fates } from './real-orders.ts';

const MIN_RATE_RATIO = 0.8;
const MAX_P99_RATIO = 1.5;
/** One send; the channel is read once in a while. */
const MAX_CALLS = 1.1;

const median = (values: readonly number[]): number => percentile(values, 0.5);
const EMPTY: Depth = 0;
const DEEPEST: Depth = 50_000;

/** How fast notifications were acknowledged at each depth, and what depth did to it. */
export const acknowledgementRows = (
  rounds: readonly Round[],
  { sdkCalls, notified }: { sdkCalls: Measurements['sdkCalls']; notified: number },
): BenchRow[] => {
  const each = (depth: Depth, of: (window: Window) => number): number[] =>
    rounds.flatMap(({ windows }) => {
      const window = windows.get(depth);
      return window ? [of(window)] : [];
    });
  /** Median over the rounds of a figure at a depth by the same figure, in the same round, with an empty queue. */
  const ratio = (depth: Depth, of: (window: Window) => number): number => {
    const atNone = each(EMPTY, of);
    return median(each(depth, of).map((value, round) => value / (atNone[round] ?? Number.NaN)));
  };
  const rate = ({ perSecond }: Window) => perSecond;
  const p50 = ({ millis }: Window) => percentile(millis, 0.5);
  const p99 = ({ millis }: Window) => percentile(millis, 0.99);
  const emulatorP50 = ({ sendMillis }: Window) => percentile(sendMillis, 0.5);
  const emulatorP99 = ({ sendMillis }: Window) => percentile(sendMillis, 0.99);
  const calls = Object.values(sdkCalls).reduce((sum, count) => sum + count, 0);
  return [
    ...DEPTHS.flatMap((depth): BenchRow[] => {
      const at = `${depth.toLocaleString('en')} waiting, ${AT_ONCE} at once: `;
      const ms = (metric: string, of: (window: Window) => number): BenchRow => ({
        metric: `${at}${metric}`,
        value: median(each(depth, of)),
        unit: 'ms',
      });
      return [
        { metric: `${at}acknowledgements`, value: median(each(depth, rate)), unit: '1/s' },
        {
          metric: `${at}acknowledgements, slowest round`,
          value: Math.min(...each(depth, rate)),
          unit: '1/s',
        },
        ms('acknowledgement p50', p50),
        ms('acknowledgement p99', p99),
        ms('the SQS emulator alone, one send p50', emulatorP50),
        ms('the SQS emulator alone, one send p99', emulatorP99),
        {
          metric: `${at}acknowledgement p50 by emulator p50`,
          value: median(each(depth, (window) => p50(window) / emulatorP50(window))),
          unit: '×',
        },
      ];
    }),
    atLeast('acknowledgements/s, 50,000 waiting by none', ratio(DEEPEST, rate), {
      unit: '×',
      threshold: MIN_RATE_RATIO,
    }),
    atMost('acknowledgement p99, 50,000 waiting by none', ratio(DEEPEST, p99), {
      unit: '×',
      threshold: MAX_P99_RATIO,
    }),
    {
      metric: 'the emulator’s p99, 50,000 waiting by none',
      value: ratio(DEEPEST, emulatorP99),
      unit: '×',
    },
    { metric: 'rounds', value: rounds.length, unit: 'rounds' },
    {
      metric: 'notifications sent, all rounds',
      value: rounds.reduce((sum, round) => sum + round.notified, 0),
      unit: 'messages',
    },
    atMost(
      'answers that were not exactly “success”',
      rounds.reduce((sum, round) => sum + round.wrong, 0),
      { unit: 'answers', threshold: 0 },
    ),
    atMost('SDK calls an acknowledgement', calls / notified, {
      unit: 'calls',
      threshold: MAX_CALLS,
    }),
  ];
};

export interface DrainFacts {
  readonly last: Round;
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
  const { last, drained, fates, orders } = facts;
  const none = (metric: string, value: number, unit: string): BenchRow =>
    atMost(metric, value, { unit, threshold: 0 });
  return [
    { metric: 'backlog: signed notifications over HTTP', value: last.notified, unit: 'messages' },
    { metric: 'backlog: put into the queue directly', value: last.added, unit: 'messages' },
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
