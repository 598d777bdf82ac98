import { atLeast, atMost, type BenchRow } from '../support/bench.ts';
import type { RuleEngine } from './engines/engine.ts';
import type { Engines } from './engines/engines.ts';
import { aDecider } from './engines/whole-decision.ts';
import { allocatedBytes } from './measure/allocated-bytes.ts';
import type { Turn } from './measure/measure-turn.ts';
import { median } from './measure/take-turns.ts';
import type { BenchPayment } from './payments.ts';
import { TWENTY_RULES } from './rules/twenty-rules.ts';

const MIN_PER_SECOND = 150_000;
const MAX_P99_MICROS = 15;
const MIN_TIMES_FASTER = 20;
/** Hoped for of the whole decision, not demanded. */
const STRETCH = { jsonRulesEngine: 35, zen: 60 } as const;
const ALLOCATION_RUNS = 9;

export const speedRows = ({ name }: RuleEngine, turn: Turn): BenchRow[] => [
  { metric: `${name}: decisions`, value: Math.round(turn.perSecond), unit: '/s' },
  ...quantileRows(name, turn),
];

/** Rows of the decision that the payment path makes: it has limits to keep. */
export const boundedSpeedRows = ({ name }: RuleEngine, turn: Turn): BenchRow[] => [
  atLeast(`${name}: decisions`, Math.round(turn.perSecond), {
    unit: '/s',
    threshold: MIN_PER_SECOND,
  }),
  ...quantileRows(name, turn).map((row) =>
    row.metric.endsWith(': p99')
      ? atMost(row.metric, row.value, { unit: row.unit, threshold: MAX_P99_MICROS })
      : row,
  ),
];

const quantileRows = (name: string, { p50, p99, p999 }: Turn): BenchRow[] => [
  { metric: `${name}: p50`, value: p50, unit: 'µs' },
  { metric: `${name}: p99`, value: p99, unit: 'µs' },
  { metric: `${name}: p99.9`, value: p999, unit: 'µs' },
];

/** What a whole decision allocates, and between how many channels it really has to choose. */
export const decisionRows = (
  channelCount: number,
  payments: readonly BenchPayment[],
): BenchRow[] => {
  const decider = aDecider(TWENTY_RULES, channelCount);
  const random = (): number => 0.5;
  let left = 0;
  for (const { request } of payments) left += decider.decide(request, random).order.length;
  // Optimised by now: the passes of all turns have run through the same code.
  const bytes = Array.from({ length: ALLOCATION_RUNS }, () =>
    allocatedBytes((index) => {
      const payment = payments[index];
      if (payment) decider.decide(payment.request, random);
    }),
  );
  const name = `whole decision, ${channelCount} channels`;
  return [
    { metric: `${name}: allocated`, value: Math.round(median(bytes)), unit: 'bytes' },
    {
      metric: `${name}: left by limits and rules`,
      value: left / payments.length,
      unit: 'channels',
    },
  ];
};

/**
 * How many times as fast our rules are as the engines that do the same work: demanded of the two that shops would
 * otherwise take. Then the whole decision against them, though it does far more than find rules.
 */
export const comparisonRows = (
  { native, arteria, cel, jsonLogicJs, jsonRulesEngine, zen, decision8 }: Engines,
  perSecond: (engine: RuleEngine) => number,
): BenchRow[] => {
  const against = (engine: RuleEngine, other: RuleEngine): BenchRow => ({
    metric: `${engine.name} against ${other.name}`,
    value: perSecond(engine) / perSecond(other),
    unit: 'times',
  });
  const demanded = (other: RuleEngine): BenchRow => {
    const { metric, value, unit } = against(arteria, other);
    return atLeast(metric, value, { unit, threshold: MIN_TIMES_FASTER });
  };
  const hopedFor = (other: RuleEngine, stretch: number): BenchRow => {
    const { metric, value, unit } = against(decision8, other);
    return { metric: `${metric} (hoped for: ${stretch})`, value, unit };
  };
  return [
    against(arteria, native),
    against(arteria, cel),
    against(arteria, jsonLogicJs),
    demanded(jsonRulesEngine),
    ...(zen ? [demanded(zen)] : []),
    hopedFor(jsonRulesEngine, STRETCH.jsonRulesEngine),
    ...(zen ? [hopedFor(zen, STRETCH.zen)] : []),
  ];
};
