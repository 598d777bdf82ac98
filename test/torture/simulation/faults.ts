import type { Choices } from './choices.ts';

export type FaultKind =
  /** Not executed; the caller gets an error. */
  | 'fails_before'
  /** Not executed: others write the same at this moment. */
  | 'conflicts'
  /** Executed in part; the caller is told what is left. */
  | 'done_in_part'
  /** Executed, but the caller gets an error: a lost answer. */
  | 'fails_after'
  /** The process dies and the step is not executed. */
  | 'dies_before'
  /** The process dies right after the step. */
  | 'dies_after'
  /** The process is cut off at its deadline in the midst of its work. */
  | 'times_out'
  /** A queue delivers a message once more, during or after the first delivery. */
  | 'duplicate'
  /** A stream stands still for a while. */
  | 'late_records'
  /** A stream never delivers a record. */
  | 'lost_record';

export interface FaultOptions {
  /** At most so many faults a run; 0 for none. */
  readonly budget: number;
  /** How often each kind happens in a thousand opportunities; what is absent has its default, 0 is never. */
  readonly perThousand?: Partial<Record<FaultKind, number>>;
}

/** Low enough for the budget of a usual run to last to its end. */
const PER_THOUSAND: Readonly<Record<FaultKind, number>> = {
  fails_before: 8,
  conflicts: 8,
  done_in_part: 120,
  fails_after: 8,
  dies_before: 6,
  dies_after: 8,
  times_out: 4,
  duplicate: 30,
  late_records: 20,
  lost_record: 20,
};

const ALONE = Object.fromEntries(
  Object.keys(PER_THOUSAND).map((kind) => [kind, [kind]]),
) as unknown as Readonly<Record<FaultKind, readonly FaultKind[]>>;

/** Nothing but this fault, and with random choices at every opportunity until the budget is spent. */
export const onlyFault = (kind: FaultKind, budget = 1): FaultOptions => {
  const never = Object.fromEntries(Object.keys(PER_THOUSAND).map((other) => [other, 0]));
  return { budget, perThousand: { ...never, [kind]: 1_000 } };
};

/** Decides which faults happen, and counts those that did. */
export class Faults {
  readonly #choices: Choices;
  readonly #perThousand: Readonly<Record<FaultKind, number>>;
  readonly #odds = new Map<readonly FaultKind[], Odds>();
  readonly #counts = new Map<string, number>();
  #left: number;
  #stopped: boolean;

  constructor(choices: Choices, { budget, perThousand }: FaultOptions) {
    this.#choices = choices;
    this.#perThousand = { ...PER_THOUSAND, ...perThousand };
    this.#left = budget;
    this.#stopped = budget === 0;
  }

  /** `{fault} {what}` → how often, e.g. `dies_after write orders`. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Whether this fault happens now. */
  happens(kind: FaultKind, what: string): boolean {
    return this.draw(ALONE[kind], what) !== undefined;
  }

  /**
   * One of these faults, which then has to happen, or none. `kinds` is a constant: what it means is remembered. A
   * choice is taken even when the budget is spent, so that a fault less does not give all later choices another sense.
   */
  draw(kinds: readonly FaultKind[], what: string): FaultKind | undefined {
    if (this.#stopped) return undefined;
    const odds = this.#odds.get(kinds) ?? this.#learn(kinds);
    if (odds.kinds.length === 0) return undefined;
    const weights = this.#left > 0 ? odds.weights : NO_WEIGHTS;
    const fault = odds.kinds[this.#choices.draw('fault', weights, 1_000) - 1];
    if (fault !== undefined) this.#count(`${fault} ${what}`);
    return fault;
  }

  /** No faults from now on. */
  stop(): void {
    this.#stopped = true;
  }

  #count(fault: string): void {
    this.#left -= 1;
    this.#counts.set(fault, (this.#counts.get(fault) ?? 0) + 1);
  }

  #learn(kinds: readonly FaultKind[]): Odds {
    const possible = kinds.filter((kind) => this.#perThousand[kind] > 0);
    const odds = { kinds: possible, weights: possible.map((kind) => this.#perThousand[kind]) };
    this.#odds.set(kinds, odds);
    return odds;
  }
}

const NO_WEIGHTS: readonly number[] = [];

/** What never happens is left out, so that no choice can name it. */
interface Odds {
  readonly kinds: readonly FaultKind[];
  readonly weights: readonly number[];
}
