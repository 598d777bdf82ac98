import { type Choices, replayChoices } from '../../simulation/choices.ts';
import type { FaultOptions } from '../../simulation/faults.ts';

/** A process dies right before a step, or right after it. */
export type DeathWhen = 'before' | 'after';

export interface Death {
  readonly choices: Choices;
  readonly faults: FaultOptions;
  /** Counts places from now on. */
  readonly arm: () => void;
  /** Whether there were so many places. */
  readonly happened: () => boolean;
}

/** The order in which the simulation offers them. */
const NUMBER: Readonly<Record<DeathWhen, number>> = { before: 1, after: 2 };

const ONLY_DEATHS: FaultOptions = {
  budget: 1,
  perThousand: {
    fails_before: 0,
    conflicts: 0,
    done_in_part: 0,
    fails_after: 0,
    dies_before: 1_000,
    dies_after: 1_000,
    times_out: 0,
    duplicate: 0,
    late_records: 0,
    lost_record: 0,
  },
};

/** Calm, but for one death, at the `place`-th step that a function of ours takes after `arm`. */
export const deathAt = (place: number, when: DeathWhen): Death => {
  const calm = replayChoices([]);
  let armed = false;
  let seen = 0;
  let happened = false;
  return {
    faults: ONLY_DEATHS,
    arm: () => {
      armed = true;
    },
    happened: () => happened,
    choices: {
      taken: calm.taken,
      pick: calm.pick,
      chance: calm.chance,
      draw: (_label, weights) => {
        if (!armed || weights.length === 0) return 0;
        seen += 1;
        if (seen !== place) return 0;
        happened = true;
        return Math.min(NUMBER[when], weights.length);
      },
    },
  };
};

/** Tells the same story with a death at every place there is; answers how many deaths were died. */
export const dieEverywhere = async (
  tellWith: (death: Death, where: string) => Promise<void>,
): Promise<number> => {
  let deaths = 0;
  for (const when of ['before', 'after'] as const) {
    for (let place = 1; ; place += 1) {
      const death = deathAt(place, when);
      await tellWith(death, `${when} step ${place}`);
      if (!death.happened()) break;
      deaths += 1;
    }
  }
  return deaths;
};
