import type { JobResult } from '../run-job.ts';
import { type Interval, meanInterval, quantile } from './statistics.ts';

/** What one policy did in one scenario, over all seeds. Shares in percent. */
export interface PolicySummary {
  readonly scenario: string;
  readonly policy: string;
  readonly seeds: number;
  readonly firstSuccess: Interval;
  readonly finalSuccess: Interval;
  /** Percent of the oracle's profit, paired by seed; undefined without the oracle. */
  readonly profitOfOracle: Interval | undefined;
  readonly costPerSuccess: number;
  readonly feeBasisPoints: number;
  readonly overload: number;
  readonly dead: number;
  readonly maxShare: number;
  /** Jain's index of the shares: 1 when all channels carry the same. */
  readonly jain: number;
  readonly calibrationError: number | undefined;
  readonly logLoss: number | undefined;
  readonly divertP50: number;
  readonly divertP90: number;
  /** Means of the seeds' medians. */
  readonly divertByKind: {
    readonly hard: number;
    readonly silent: number;
    readonly brownout: number;
  };
  readonly returnP50: number;
  readonly wastedPerOutage: number;
  readonly violations: number;
  readonly microsPerDecision: number;
}

const mean = (values: readonly number[]): number => meanInterval(values).mean;

export const summarise = (
  all: readonly JobResult[],
  scenario: string,
  policy: string,
): PolicySummary => {
  const runs = all.filter(({ job }) => job.scenario === scenario && job.policy === policy);
  const oracle = new Map(
    all
      .filter(({ job }) => job.scenario === scenario && job.policy === 'oracle-ev')
      .map(({ job, profitMinor }) => [job.seed, profitMinor]),
  );
  const paired = runs.flatMap(({ job, profitMinor }) => {
    const best = oracle.get(job.seed);
    return best === undefined ? [] : [(100 * profitMinor) / best];
  });
  const diversions = runs.flatMap((run) => run.diversions);
  const seconds = diversions.map(({ divertSeconds }) => divertSeconds);
  const medianOf = (kind: string): number =>
    mean(
      runs
        .map((run) =>
          quantile(
            run.diversions.filter((it) => it.kind === kind).map((it) => it.divertSeconds),
            0.5,
          ),
        )
        .filter((it) => !Number.isNaN(it)),
    );
  const predicted = runs.filter(({ calibrationError }) => calibrationError !== null);
  return {
    scenario,
    policy,
    seeds: runs.length,
    firstSuccess: meanInterval(runs.map((run) => 100 * run.firstSuccess)),
    finalSuccess: meanInterval(runs.map((run) => 100 * run.finalSuccess)),
    profitOfOracle: paired.length > 0 ? meanInterval(paired) : undefined,
    costPerSuccess: mean(runs.map((run) => run.costPerSuccessMinor / 100)),
    feeBasisPoints: mean(runs.map((run) => run.feeBasisPoints)),
    overload: mean(runs.map((run) => 100 * run.overloadShare)),
    dead: mean(runs.map((run) => 100 * run.deadShare)),
    maxShare: Math.max(...runs.map((run) => Math.max(...run.shares))),
    jain: mean(
      runs.map(({ shares }) => {
        const squares = shares.reduce((sum, share) => sum + share * share, 0);
        return shares.reduce((sum, share) => sum + share, 0) ** 2 / (shares.length * squares);
      }),
    ),
    calibrationError:
      predicted.length > 0 ? mean(predicted.map((run) => run.calibrationError ?? 0)) : undefined,
    logLoss: predicted.length > 0 ? mean(predicted.map((run) => run.logLoss ?? 0)) : undefined,
    divertP50: quantile(seconds, 0.5),
    divertP90: quantile(seconds, 0.9),
    divertByKind: {
      hard: medianOf('hard'),
      silent: medianOf('silent'),
      brownout: medianOf('brownout'),
    },
    returnP50: quantile(
      diversions.flatMap((it) => it.returnSeconds ?? []),
      0.5,
    ),
    wastedPerOutage: mean(diversions.map(({ wasted }) => wasted)),
    violations: runs.reduce(
      (sum, run) => sum + Object.values(run.violations).reduce((a, b) => a + b, 0),
      0,
    ),
    microsPerDecision: mean(runs.map((run) => run.microsPerDecision)),
  };
};

/** Final success of one policy minus another's, in percentage points, paired by seed. */
export const successDifference = (
  all: readonly JobResult[],
  a: { readonly scenario: string; readonly policy: string },
  b: { readonly scenario: string; readonly policy: string },
): Interval => {
  const of = (wanted: typeof a) =>
    new Map(
      all
        .filter(({ job }) => job.scenario === wanted.scenario && job.policy === wanted.policy)
        .map(({ job, finalSuccess }) => [job.seed, 100 * finalSuccess]),
    );
  const [first, second] = [of(a), of(b)];
  return meanInterval(
    [...first].flatMap(([seed, value]) => {
      const other = second.get(seed);
      return other === undefined ? [] : [value - other];
    }),
  );
};
