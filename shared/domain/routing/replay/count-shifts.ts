import type { ChannelShares } from './redecide.ts';

/** Payments that would go elsewhere first, from one channel to another. `undefined`: to no channel at all. */
export interface Shift<Item> {
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Expected number: where channels are drawn, a payment moves in part. */
  readonly count: number;
  readonly examples: readonly Item[];
}

export interface Choice<Item> {
  readonly item: Item;
  readonly present: ChannelShares;
  readonly draft: ChannelShares;
}

const MAX_EXAMPLES = 3;
/** Sums of shares miss by so much. */
const ROUNDING = 1e-9;

/**
 * How many payments would take another channel, and which way, the commonest first. Counts the least that has to move to
 * turn one policy's choices into the other's (their total variation distance): where neither draws, that is the number
 * of payments whose channel differs.
 */
export const countShifts = <Item>(
  choices: readonly Choice<Item>[],
): { readonly changed: number; readonly shifts: readonly Shift<Item>[] } => {
  const shifts = new Map<string, { count: number; examples: Item[] } & Way>();
  let changed = 0;
  for (const { item, present, draft } of choices) {
    const { lost, gained, moved } = movesOf(present, draft);
    if (moved < ROUNDING) continue;
    changed += moved;
    for (const [from, less] of lost) {
      for (const [to, more] of gained) {
        const key = `${from ?? ''} ${to ?? ''}`;
        const known = shifts.get(key) ?? { from, to, count: 0, examples: [] };
        known.count += (less * more) / moved;
        if (known.examples.length < MAX_EXAMPLES) known.examples.push(item);
        shifts.set(key, known);
      }
    }
  }
  return { changed, shifts: [...shifts.values()].sort((a, b) => b.count - a.count) };
};

interface Way {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

type Differences = readonly (readonly [string | undefined, number])[];

const movesOf = (
  present: ChannelShares,
  draft: ChannelShares,
): { readonly lost: Differences; readonly gained: Differences; readonly moved: number } => {
  const [before, after] = [wholeOf(present), wholeOf(draft)];
  const differences = [...new Set([...before.keys(), ...after.keys()])].map(
    (channel) => [channel, (after.get(channel) ?? 0) - (before.get(channel) ?? 0)] as const,
  );
  const gained = differences.filter(([, more]) => more > ROUNDING);
  return {
    lost: differences
      .filter(([, more]) => more < -ROUNDING)
      .map(([channel, more]) => [channel, -more] as const),
    gained,
    moved: gained.reduce((sum, [, more]) => sum + more, 0),
  };
};

/** Together with the share of no channel at all, so that all of them sum to 1. */
const wholeOf = (shares: ChannelShares): ReadonlyMap<string | undefined, number> => {
  const none = 1 - [...shares.values()].reduce((sum, share) => sum + share, 0);
  return none > ROUNDING ? new Map([...shares, [undefined, none]]) : shares;
};
