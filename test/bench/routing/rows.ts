import { atLeast, atMost, type BenchRow } from '../support/bench.ts';
import { successDifference, summarise } from './metrics/summarise.ts';
import type { JobResult } from './run-job.ts';

const PRODUCT = 'arteria';

/** What the product must show, as far as the policies it is compared with were run. */
export const rowsOf = (results: readonly JobResult[]): BenchRow[] => {
  const scenarios = [...new Set(results.map(({ job }) => job.scenario))];
  return scenarios.flatMap((scenario) => {
    const ran = (policy: string): boolean =>
      results.some(({ job }) => job.scenario === scenario && job.policy === policy);
    if (!ran(PRODUCT)) return [];
    return [
      ...common(results, scenario),
      ...(scenario === 'base' ? base(results, ran) : beside(results, scenario, ran)),
    ];
  });
};

const common = (results: readonly JobResult[], scenario: string): BenchRow[] => {
  const it = summarise(results, scenario, PRODUCT);
  return [
    atMost(`${scenario}: violations of hard limits`, it.violations, {
      unit: 'payments',
      threshold: 0,
    }),
    { metric: `${scenario}: final success`, value: it.finalSuccess.mean, unit: '%' },
  ];
};

const base = (results: readonly JobResult[], ran: (policy: string) => boolean): BenchRow[] => {
  const it = summarise(results, 'base', PRODUCT);
  const difference = (policy: string) =>
    successDifference(results, { scenario: 'base', policy: PRODUCT }, { scenario: 'base', policy });
  const lower = (policy: string): number => {
    const { mean, half } = difference(policy);
    return mean - half;
  };
  const points = (policy: string, threshold: number): BenchRow[] =>
    ran(policy)
      ? [
          atLeast(`base: final success − ${policy}`, difference(policy).mean, {
            unit: 'pp',
            threshold,
          }),
        ]
      : [];
  const bound = (policy: string, threshold: number): BenchRow[] =>
    ran(policy)
      ? [
          { metric: `base: final success − ${policy}`, value: difference(policy).mean, unit: 'pp' },
          atLeast(`base: its lower 95 % bound`, lower(policy), { unit: 'pp', threshold }),
        ]
      : [];
  const seconds = { unit: 's' };
  return [
    ...points('static-rules', 4),
    ...points('srv3-ev', 2.5),
    ...bound('sgd-lr', 0),
    ...bound('sgd-lr-load', -0.15),
    ...(it.profitOfOracle
      ? [
          atLeast('base: profit of the oracle’s', it.profitOfOracle.mean, {
            unit: '%',
            threshold: 97.5,
          }),
        ]
      : []),
    atMost('base: time to divert, p50', it.divertP50, { ...seconds, threshold: 45 }),
    atMost('base: time to divert, p90', it.divertP90, { ...seconds, threshold: 260 }),
    atMost('base: time to divert, hard', it.divertByKind.hard, { ...seconds, threshold: 20 }),
    atMost('base: time to divert, silent', it.divertByKind.silent, { ...seconds, threshold: 130 }),
    atMost('base: time to divert, brown-out', it.divertByKind.brownout, {
      ...seconds,
      threshold: 220,
    }),
    atMost('base: attempts on dead channels', it.dead, { unit: '%', threshold: 0.15 }),
    atMost('base: time to return, p50', it.returnP50, { ...seconds, threshold: 900 }),
    atMost('base: attempts on overloaded channels', it.overload, { unit: '%', threshold: 12 }),
    atMost('base: largest share of a channel', it.maxShare, { unit: 'share', threshold: 0.3 }),
    atMost('base: calibration error', it.calibrationError ?? Number.NaN, {
      unit: '',
      threshold: 0.02,
    }),
  ];
};

/** Other scenarios: beside the strongest rivals, and what lag costs. */
const beside = (
  results: readonly JobResult[],
  scenario: string,
  ran: (policy: string) => boolean,
): BenchRow[] => {
  const it = summarise(results, scenario, PRODUCT);
  const rivals = ['static-rules', 'srv3-ev', 'sgd-lr', 'sgd-lr-load', 'oracle-ev'].filter(ran);
  const lagged = scenario.startsWith('lag') && results.some(({ job }) => job.scenario === 'base');
  return [
    ...rivals.map((policy) => ({
      metric: `${scenario}: final success − ${policy}`,
      value: successDifference(results, { scenario, policy: PRODUCT }, { scenario, policy }).mean,
      unit: 'pp',
    })),
    { metric: `${scenario}: time to divert, p50`, value: it.divertP50, unit: 's' },
    { metric: `${scenario}: attempts on dead channels`, value: it.dead, unit: '%' },
    ...(lagged
      ? [
          atMost(
            `${scenario}: success lost by the lag`,
            successDifference(
              results,
              { scenario: 'base', policy: PRODUCT },
              { scenario, policy: PRODUCT },
            ).mean,
            { unit: 'pp', threshold: 0.3 },
          ),
        ]
      : []),
  ];
};
