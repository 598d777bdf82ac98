/** Remembers for a moment on which products buyers collided, so that the next one starts with a random pick. */
export interface Rush {
  isOn(productId: string, now: Date): boolean;
  noticed(productId: string, now: Date): void;
}

const LASTS_MILLIS = 2_000;
const MAX_PRODUCTS = 1_000;

/** One per process; a Lambda that saw no collision yet sells strictly first in, first out. */
export const createRush = (): Rush => {
  const until = new Map<string, number>();
  return {
    isOn: (productId, now) => (until.get(productId) ?? 0) > now.getTime(),
    noticed: (productId, now) => {
      if (until.size >= MAX_PRODUCTS) until.clear();
      until.set(productId, now.getTime() + LASTS_MILLIS);
    },
  };
};
