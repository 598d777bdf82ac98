import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hardLimitViolations } from './routing/hard-limits.ts';
import { equalsCleanReplay } from './routing/metrics/clean-replay.ts';
import { offPolicyError } from './routing/metrics/off-policy.ts';
import { POLICIES } from './routing/policies/policies.ts';
import { drawOutage } from './routing/report/draw-outage.ts';
import { writeReport } from './routing/report/write-report.ts';
import { rowsOf } from './routing/rows.ts';
import type { Job } from './routing/run-job.ts';
import { runJobs } from './routing/run-jobs.ts';
import { loadScenario } from './routing/scenario/load-scenario.ts';
import { atLeast, atMost, type Bench, type BenchRow } from './support/bench.ts';

const DEFAULT_SEEDS = '7001-7010';
const DEFAULT_REPORT = '.bench/routing';
const PROPERTY_CASES = 1_000_000;
const RIVALS = ['static-rules', 'srv3-ev', 'sgd-lr', 'sgd-lr-load', 'oracle-ev', 'arteria'];

/** What runs without options: everything in the base world, the rivals in the others. */
const DEFAULT_RUNS: Readonly<Record<string, readonly string[]>> = {
  base: POLICIES.map(({ name }) => name),
  'low-volume': RIVALS,
  'brown-outs': RIVALS,
  'lag-60s': ['arteria'],
  outage: ['static-priority', 'static-rules', 'sgd-lr', 'arteria'],
};

/**
 * Routing policies in a simulated world of payments, channels and outages: the product's own decision module and
 * learner beside the policies that shops and orchestrators use. See the README beside.
 */
const routing: Bench = async ({ progress, arguments: given }) => {
  const options = readOptions(given);
  const jobs = jobsOf(options);
  progress(`${jobs.length} runs, seeds ${options.seeds.join(', ')}`);
  const results = await runJobs(jobs, (done, { scenario, policy, seed }) =>
    progress(`${done}/${jobs.length} ${scenario} ${policy} ${seed}`),
  );
  writeReport(options.report, results);
  if (jobs.some(({ scenario }) => scenario === 'outage')) {
    mkdirSync(options.report, { recursive: true });
    writeFileSync(join(options.report, 'outage.svg'), drawOutage(results, 'outage'));
  }
  progress(`report: ${join(options.report, 'report.md')}`);
  const [seed = 0] = options.seeds;
  return { rows: [...rowsOf(results), ...(options.isDefault ? learningRows(seed, progress) : [])] };
};

const learningRows = (seed: number, progress: (line: string) => void): BenchRow[] => {
  progress(`hard limits in ${PROPERTY_CASES} random decisions`);
  const violations = hardLimitViolations(PROPERTY_CASES, seed);
  progress('off-policy estimates against the truth');
  const { snips, doublyRobust } = offPolicyError('base', seed);
  progress('what was learned from late and repeated results, against a clean replay');
  const replay = equalsCleanReplay('faults', seed);
  return [
    atMost('wrong channels in a million random decisions', violations, {
      unit: 'channels',
      threshold: 0,
    }),
    atMost('base: error of SNIPS estimates', Math.abs(snips), { unit: 'pp', threshold: 0.5 }),
    atMost('base: error of doubly robust estimates', Math.abs(doublyRobust), {
      unit: 'pp',
      threshold: 0.5,
    }),
    atLeast('faults: learned as by a clean replay', replay.equal ? 1 : 0, {
      unit: '1 = yes',
      threshold: 1,
    }),
    { metric: 'faults: events', value: replay.events, unit: 'events' },
  ];
};

interface Options {
  readonly seeds: readonly number[];
  readonly scenarios: readonly string[];
  readonly policies: readonly string[] | undefined;
  readonly report: string;
  readonly isDefault: boolean;
}

const readOptions = (given: readonly string[]): Options => {
  const value = (name: string): string | undefined =>
    given
      .filter((it) => it.startsWith(`--${name}=`))
      .map((it) => it.slice(name.length + 3))
      .join(',') || undefined;
  const unknown = given.find((it) => !/^--(seeds|scenario|policies|report)=/.test(it));
  if (unknown) {
    throw new RangeError(
      `unknown option ${unknown}: use --scenario=, --seeds=, --policies= and --report=`,
    );
  }
  const scenarios = value('scenario')?.split(',');
  return {
    seeds: seedsOf(value('seeds') ?? DEFAULT_SEEDS),
    scenarios: scenarios ?? Object.keys(DEFAULT_RUNS),
    policies: value('policies')?.split(','),
    report: value('report') ?? DEFAULT_REPORT,
    isDefault: scenarios === undefined && value('policies') === undefined,
  };
};

const seedsOf = (text: string): number[] =>
  text.split(',').flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number);
    if (!(Number.isInteger(from) && to >= from && to - from < 1_000)) {
      throw new RangeError(`--seeds=${text}: write e.g. 7001-7010 or 1,2,3`);
    }
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });

const jobsOf = ({ seeds, scenarios, policies }: Options): Job[] =>
  scenarios.flatMap((scenario) => {
    loadScenario(scenario);
    const wanted = policies ?? DEFAULT_RUNS[scenario] ?? RIVALS;
    return wanted.flatMap((policy) =>
      seeds.map((seed) => ({ scenario, policy, seed, series: scenario === 'outage' })),
    );
  });

export default routing;
