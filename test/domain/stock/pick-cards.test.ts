import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Card } from '#shared/domain/stock/card.ts';
import { pickCards } from '#shared/domain/stock/pick-cards.ts';

const shelf = (size: number): Card[] =>
  Array.from({ length: size }, (_, index) => ({
    cardId: `card_${String(index).padStart(26, '0')}`,
    lane: 0,
    position: String(index).padStart(4, '0'),
    sealed: { wrappedKey: new Uint8Array(), data: new Uint8Array() },
  }));

const choices = fc
  .record({ size: fc.integer({ min: 1, max: 120 }), contended: fc.boolean() })
  .chain(({ size, contended }) =>
    fc.record({
      size: fc.constant(size),
      contended: fc.constant(contended),
      quantity: fc.integer({ min: 1, max: size }),
      random: fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
    }),
  );

describe('pickCards', () => {
  test('calm: the first cards, in their order', () => {
    const cards = shelf(20);
    const picked = pickCards({ cards, quantity: 3, contended: false, random: () => 0.99 });
    expect(picked).toEqual(cards.slice(0, 3));
  });

  test('always exactly as many as asked for, none twice, in the order of the shelf', () => {
    fc.assert(
      fc.property(choices, ({ size, quantity, contended, random }) => {
        const picked = pickCards({
          cards: shelf(size),
          quantity,
          contended,
          random: () => random.next().value,
        });
        const positions = picked.map(({ position }) => position);
        expect(positions).toHaveLength(quantity);
        expect(positions).toEqual([...new Set(positions)].sort());
      }),
    );
  });

  test('contended: every card of the window has the same chance', () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const times = new Map<string, number>();
    for (let round = 0; round < 20_000; round += 1) {
      for (const { position } of pickCards({
        cards: shelf(10),
        quantity: 3,
        contended: true,
        random,
      })) {
        times.set(position, (times.get(position) ?? 0) + 1);
      }
    }
    expect(times.size).toBe(10);
    // 6,000 expected, standard deviation 65.
    for (const count of times.values()) expect(Math.abs(count - 6_000)).toBeLessThan(400);
  });

  test.each([0, -1, 1.5, 6])('refuses to pick %d of five', (quantity) => {
    expect(() =>
      pickCards({ cards: shelf(5), quantity, contended: true, random: () => 0.5 }),
    ).toThrow(RangeError);
  });
});
