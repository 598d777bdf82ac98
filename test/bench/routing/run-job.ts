import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { diversionsOf } from './metrics/diversion.ts';
import { policyNamed } from './policies/policies.ts';
import { loadScenario } from './scenario/load-scenario.ts';
import { simulate } from './simulate.ts';

/** One policy in one world. */
export interface Job {
  readonly scenario: string;
  readonly policy: string;
  readonly seed: number;
  /** Whether the series of first choices is wanted. */
  readonly series?: boolean;
}

export type JobResult = ReturnType<typeof runJob>;

export const runJob = ({ scenario, policy, seed, series = false }: Job) => {
  const { tally, digest, microsPerDecision, incidents } = simulate(
    loadScenario(scenario),
    seed,
    policyNamed(policy),
  );
  return {
    job: { scenario, policy, seed },
    digest,
    microsPerDecision,
    ...tally.summary(),
    diversions: diversionsOf(tally.series(), incidents),
    series: series ? tally.series() : undefined,
  };
};

const jobSchema = z.object({
  scenario: z.string(),
  policy: z.string(),
  seed: z.int(),
  series: z.boolean().optional(),
});

parentPort?.on('message', (message: unknown) => {
  try {
    parentPort?.postMessage({ result: runJob(jobSchema.parse(message)) });
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) });
  }
});
