import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Card } from '#shared/domain/stock/card.ts';
import { cardPosition } from '#shared/domain/stock/card-position.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anOrder, aProduct } from '#test/support/builders.ts';
import type { Meter } from './metered.ts';
import type { StockStructure } from './structure.ts';

export interface RushHour {
  readonly buyers: number;
  readonly quantity: number;
  readonly cards: number;
}

export interface RushResult {
  readonly orders: number;
  readonly seconds: number;
  readonly soldCards: number;
  /** Cards that went into more than one order. */
  readonly soldTwice: number;
  readonly gaveUp: number;
  readonly meter: Meter;
  /** How far from its place in line a card was sold, in cards: on average. */
  readonly outOfLine: number;
}

/** The size of a wrapped data key of KMS, and of a sealed card of twenty characters. */
const WRAPPED_KEY_BYTES = 184;
const SEALED_BYTES = 48;

const cardsOf = (count: number): Card[] =>
  Array.from({ length: count }, (_, index) => ({
    cardId: systemRuntime.newId('card'),
    lane: 0,
    position: cardPosition(index),
    sealed: {
      wrappedKey: Uint8Array.from(randomBytes(WRAPPED_KEY_BYTES)),
      data: Uint8Array.from(randomBytes(SEALED_BYTES)),
    },
  }));

/** Lets buyers loose on one product until it is sold out. */
export const rushHour = async (
  structure: StockStructure,
  meter: Meter,
  { buyers, quantity, cards: count }: RushHour,
): Promise<RushResult> => {
  const product = aProduct();
  const cards = cardsOf(count);
  await structure.fill(product, cards);
  Object.assign(meter, { calls: 0, writeUnits: 0, readUnits: 0, conflicts: 0 });
  const sold: string[] = [];
  let orders = 0;
  let gaveUp = 0;
  const shop = async (): Promise<void> => {
    const buy = structure.buyer(product);
    for (;;) {
      const bought = await buy(anOrder({ quantity }, product));
      if (bought.kind === 'sold_out') return;
      if (bought.kind === 'gave_up') gaveUp += 1;
      else {
        orders += 1;
        sold.push(...bought.cards.map(({ position }) => position));
      }
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: buyers }, shop));
  const seconds = (performance.now() - started) / 1_000;
  return {
    orders,
    seconds,
    soldCards: sold.length,
    soldTwice: sold.length - new Set(sold).size,
    gaveUp,
    meter: { ...meter },
    outOfLine: outOfLine(sold, cards),
  };
};

const outOfLine = (sold: readonly string[], cards: readonly Card[]): number => {
  const places = new Map(cards.map(({ position }, place) => [position, place]));
  const distances = sold.map((position, turn) => Math.abs((places.get(position) ?? 0) - turn));
  return distances.reduce((sum, distance) => sum + distance, 0) / Math.max(1, sold.length);
};
