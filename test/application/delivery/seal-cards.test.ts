import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sealCards } from '#shared/application/delivery/seal-cards.ts';
import type { NewCard } from '#shared/application/ports/inventory-store.ts';
import type { DataKey } from '#shared/application/ports/sealer.ts';
import { checkCardLines } from '#shared/domain/products/check-card-lines.ts';
import { splitPlainLines } from '#shared/domain/products/split-plain-lines.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aProduct } from '#test/support/builders.ts';

const glass: DataKey = {
  seal: (plaintext) => ({ wrappedKey: new Uint8Array([1]), data: Buffer.from(plaintext) }),
};

describe('sealCards', () => {
  test('whatever is imported, in slices of any size: cards sort in the order of their lines, in every lane', () => {
    const lines = fc.array(
      fc
        .constantFrom('A', 'B', '', 'x y', 'ü', 'z\u0000')
        .chain((text) => fc.nat({ max: 60 }).map((number) => (text ? `${text}${number}` : ''))),
    );
    fc.assert(
      fc.property(
        lines,
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat({ max: 1e9 }),
        (texts, stockLanes, slice, firstSerial) => {
          const product = aProduct({ stockLanes });
          const { cards } = checkCardLines(splitPlainLines(texts.join('\n')));
          const sealed: NewCard[] = [];
          for (let start = 0; start < cards.length; start += slice) {
            sealed.push(
              ...sealCards(
                { dataKey: glass, fingerprint: (text) => text, newId: systemRuntime.newId },
                {
                  product,
                  firstSerial: firstSerial + start,
                  cards: cards.slice(start, start + slice),
                },
              ),
            );
          }
          const inOrder = sealed.toSorted((a, b) => (a.position < b.position ? -1 : 1));
          const sold = inOrder.map((card) => Buffer.from(card.sealed.data).toString());
          expect(sold).toEqual(cards.map(({ value }) => value));
          expect(new Set(sealed.map(({ position }) => position)).size).toBe(cards.length);
          const lengths = Array.from(
            { length: stockLanes },
            (_, lane) => sealed.filter((card) => card.lane === lane).length,
          );
          expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
