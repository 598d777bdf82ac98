import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interval } from '../metrics/statistics.ts';
import { type PolicySummary, successDifference, summarise } from '../metrics/summarise.ts';
import type { JobResult } from '../run-job.ts';

/** Writes `report.md` and `report.json` about all runs into a folder. */
export const writeReport = (folder: string, results: readonly JobResult[]): void => {
  mkdirSync(folder, { recursive: true });
  const scenarios = [...new Set(results.map(({ job }) => job.scenario))];
  const summaries = scenarios.flatMap((scenario) =>
    policiesOf(results, scenario).map((policy) => summarise(results, scenario, policy)),
  );
  writeFileSync(
    join(folder, 'report.md'),
    scenarios.map((scenario) => section(results, summaries, scenario)).join('\n'),
  );
  writeFileSync(
    join(folder, 'report.json'),
    `${JSON.stringify({ summaries, runs: results.map(({ series: _, ...run }) => run) }, null, 1)}\n`,
  );
};

const policiesOf = (results: readonly JobResult[], scenario: string): string[] => [
  ...new Set(results.filter(({ job }) => job.scenario === scenario).map(({ job }) => job.policy)),
];

const number = (value: number | undefined, digits = 2): string =>
  value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);
const interval = (value: Interval | undefined): string =>
  value === undefined ? '–' : `${number(value.mean)} ± ${number(value.half)}`;

const HEADINGS = [
  'policy',
  'first SR %',
  'final SR %',
  'Δ to static rules pp',
  'profit % of oracle',
  'cost/ok',
  'fee bp',
  'overload %',
  'dead %',
  'divert p50/p90 s',
  'hard/silent/brown s',
  'return p50 s',
  'wasted/outage',
  'max share',
  'Jain',
  'ECE',
  'log loss',
  'violations',
  'µs',
];

const section = (
  results: readonly JobResult[],
  all: readonly PolicySummary[],
  scenario: string,
): string => {
  const summaries = all.filter((summary) => summary.scenario === scenario);
  const rows = summaries.map((it) => [
    it.policy,
    interval(it.firstSuccess),
    interval(it.finalSuccess),
    interval(successDifference(results, it, { scenario, policy: 'static-rules' })),
    interval(it.profitOfOracle),
    number(it.costPerSuccess, 3),
    number(it.feeBasisPoints, 1),
    number(it.overload, 1),
    number(it.dead),
    `${number(it.divertP50, 0)}/${number(it.divertP90, 0)}`,
    `${number(it.divertByKind.hard, 0)}/${number(it.divertByKind.silent, 0)}/${number(it.divertByKind.brownout, 0)}`,
    number(it.returnP50, 0),
    number(it.wastedPerOutage, 0),
    number(it.maxShare),
    number(it.jain),
    number(it.calibrationError, 4),
    number(it.logLoss, 4),
    String(it.violations),
    number(it.microsPerDecision, 1),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const digests = results
    .filter(({ job }) => job.scenario === scenario && job.policy === 'arteria')
    .map(({ job, digest }) => `${job.seed}: ${digest}`);
  return [
    `## ${scenario} (${summaries[0]?.seeds ?? 0} seeds, mean ± 95 %)`,
    '',
    line(HEADINGS),
    line(HEADINGS.map(() => '---')),
    ...rows.map(line),
    '',
    `Digests of arteria by seed: ${digests.join(', ') || '–'}`,
    '',
  ].join('\n');
};
