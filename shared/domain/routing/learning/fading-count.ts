/** A sum whose parts fade: half of each is left after a half-life. */
export interface FadingCount {
  value: number;
  at: number;
}

export const newCount = (): FadingCount => ({ value: 0, at: 0 });

export const countAt = ({ value, at }: FadingCount, now: number, halfLifeMillis: number): number =>
  now <= at ? value : value * 2 ** ((at - now) / halfLifeMillis);

/** Adds something that happened at `when`, which may lie before what was added last. */
export const addToCount = (
  count: FadingCount,
  amount: number,
  when: number,
  halfLifeMillis: number,
): void => {
  if (when >= count.at) {
    count.value = countAt(count, when, halfLifeMillis) + amount;
    count.at = when;
  } else count.value += amount * 2 ** ((when - count.at) / halfLifeMillis);
};
