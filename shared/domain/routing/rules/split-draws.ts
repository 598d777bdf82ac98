import type { CompiledRules, RuleEffects } from './compile-rules.ts';

/** One way that the draws of a payment's splits can fall. */
export interface SplitDraw {
  /** A number that makes `CompiledRules.apply` draw exactly that. */
  readonly uniform: number;
  /** How likely it is. */
  readonly share: number;
}

/** No draw, and any number does. */
const NO_SPLIT: readonly SplitDraw[] = [{ uniform: 0.5, share: 1 }];

/** Combinations that are told apart at most; beyond, that many numbers, evenly spread, stand for all. */
const MAX_DRAWS = 100;

/**
 * All ways that the splits can fall which applied to a payment: which shares they have is known although each payment
 * draws only one. Tells how likely a channel comes first under rules, where a single decision tells which one did.
 */
export const splitDraws = (
  rules: Pick<CompiledRules, 'rules'> | undefined,
  { matched, count }: Pick<RuleEffects, 'matched' | 'count'>,
): readonly SplitDraw[] => {
  const splits = matched.slice(0, count).flatMap((index) => {
    const then = rules?.rules[index]?.then;
    return then?.action === 'split' ? [then.shares.map(({ share }) => share / 100)] : [];
  });
  if (splits.length === 0) return NO_SPLIT;
  const combinations = splits.reduce((product, shares) => product * shares.length, 1);
  if (combinations > MAX_DRAWS) {
    return Array.from({ length: MAX_DRAWS }, (_, at) => ({
      uniform: (at + 0.5) / MAX_DRAWS,
      share: 1 / MAX_DRAWS,
    }));
  }
  return splits.reduceRight<readonly SplitDraw[]>(
    (later, shares) => combine(shares, later),
    NO_SPLIT,
  );
};

/** What is left inside a share draws the next split, as `apply` does it. */
const combine = (shares: readonly number[], later: readonly SplitDraw[]): SplitDraw[] => {
  let from = 0;
  return shares.flatMap((share) => {
    const begins = from;
    from += share;
    return later.map((next) => ({
      uniform: begins + share * next.uniform,
      share: share * next.share,
    }));
  });
};

/**
 * Numbers for a decision in which splits fall as the first one says, and nothing else is drawn: what follows is above
 * every share from above.
 */
export const drawing = (uniform: number): (() => number) => {
  let drawn = false;
  return () => {
    if (drawn) return NO_DRAW;
    drawn = true;
    return uniform;
  };
};

const NO_DRAW = 1 - Number.EPSILON;
