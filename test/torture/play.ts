import type { Evidence } from './invariants/evidence.ts';
import { type Violation, violationsOf } from './invariants/invariants.ts';
import { PLANTED_BUGS } from './planted/plants.ts';
import { type Choices, randomChoices } from './simulation/choices.ts';
import { shrink } from './simulation/shrink.ts';
import { evidenceOf } from './world/evidence-of.ts';
import { runWorld } from './world/run-world.ts';
import type { WorldOptions } from './world/world.ts';

export interface PlayOptions extends Pick<WorldOptions, 'setting'> {
  /** Name of a bug to plant. */
  readonly plant?: string;
}

export interface Played {
  readonly violations: readonly Violation[];
  readonly steps: number;
  readonly faults: ReadonlyMap<string, number>;
  /** Steps that orders took, so that one can see what was really played. */
  readonly reached: ReadonlyMap<string, number>;
  readonly taken: readonly number[];
  readonly story: () => string;
}

/** One interleaving, from the choices that make it. */
export const play = async (choices: Choices, { plant, setting }: PlayOptions): Promise<Played> => {
  const bug = plant === undefined ? undefined : PLANTED_BUGS[plant];
  if (plant !== undefined && !bug) throw new Error(`there is no planted bug "${plant}"`);
  const { world, unfinished } = await runWorld({
    choices,
    setting,
    plants: bug ? [bug.plant] : [],
  });
  const evidence = await evidenceOf(world);
  return {
    violations: [
      ...unfinished.map((detail) => ({
        invariant: 'I0 everything comes to rest' as const,
        detail,
      })),
      ...violationsOf(evidence),
    ],
    steps: world.simulation.stepsTaken,
    faults: world.simulation.faults.counts,
    reached: reachedIn(evidence),
    taken: choices.taken,
    story: () => world.simulation.story.toString(),
  };
};

const reachedIn = ({ state: { orders } }: Evidence): Map<string, number> => {
  const reached = new Map<string, number>();
  const count = (what: string, times = 1) => reached.set(what, (reached.get(what) ?? 0) + times);
  for (const { order, attempts } of orders) {
    for (const { what } of order.timeline) count(what);
    for (const { resubmissions = 0, accountVersion = 1, state } of attempts) {
      count('payment_sent_again', resubmissions);
      if (resubmissions > 0 && state === 'succeeded') count('payment_sent_again_and_paid');
      if (accountVersion > 1) count('attempt_under_a_new_account');
    }
  }
  return reached;
};

export const playSeed = (seed: number, options: PlayOptions = {}): Promise<Played> =>
  play(randomChoices(seed), options);

export interface Minimal {
  readonly violations: readonly Violation[];
  /** `--replay` of these is the story. */
  readonly choices: readonly number[];
  readonly story: string;
}

/** The shortest story that breaks the same invariant. */
export const minimal = async (
  taken: readonly number[],
  options: PlayOptions = {},
  maxRuns = 2_000,
): Promise<Minimal> => {
  const { values, failure } = await shrink<Played>({
    values: taken,
    maxRuns,
    run: async (choices) => {
      const played = await play(choices, options);
      return played.violations.length > 0 ? played : undefined;
    },
    keyOf: ({ violations: [first] }) => first?.invariant ?? '',
  });
  return { violations: failure.violations, choices: values, story: failure.story() };
};
