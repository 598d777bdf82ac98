import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Choice, countShifts } from '#shared/domain/routing/replay/count-shifts.ts';

type Shares = Readonly<Record<string, number>>;

const choice = (item: string, present: Shares, draft: Shares): Choice<string> => ({
  item,
  present: new Map(Object.entries(present)),
  draft: new Map(Object.entries(draft)),
});

const someShares = fc
  .tuple(...['a', 'b', 'c', 'none'].map(() => fc.nat({ max: 5 })))
  .filter((parts) => parts.some((part) => part > 0))
  .map(([a = 0, b = 0, c = 0, none = 0]): Shares => {
    const sum = a + b + c + none;
    return { a: a / sum, b: b / sum, c: c / sum };
  });

describe('payments that go elsewhere first', () => {
  test('are counted whole where nothing is drawn, the commonest way first, with three examples', () => {
    const changed = ['1', '2', '3', '4'].map((item) => choice(item, { a: 1 }, { b: 1 }));
    const { changed: count, shifts } = countShifts([
      choice('0', { a: 1 }, { c: 1 }),
      ...changed,
      choice('5', { b: 1 }, { b: 1 }),
    ]);
    expect(count).toBe(5);
    expect(shifts).toEqual([
      { from: 'a', to: 'b', count: 4, examples: ['1', '2', '3'] },
      { from: 'a', to: 'c', count: 1, examples: ['0'] },
    ]);
  });

  test('are counted in part where channels are drawn', () => {
    const { changed, shifts } = countShifts([choice('1', { a: 1 }, { a: 0.7, b: 0.2, c: 0.1 })]);
    expect(changed).toBeCloseTo(0.3);
    expect(shifts.map(({ to, count }) => [to, count])).toEqual([
      ['b', expect.closeTo(0.2)],
      ['c', expect.closeTo(0.1)],
    ]);
  });

  test('may go nowhere', () => {
    expect(countShifts([choice('1', { a: 1 }, {})]).shifts).toMatchObject([
      { from: 'a', to: undefined, count: 1 },
    ]);
  });

  test('are none between equal shares, at most all, and as many as the ways together', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(someShares, someShares)), (pairs) => {
        const { changed, shifts } = countShifts(
          pairs.map(([present, draft], index) => choice(String(index), present, draft)),
        );
        expect(changed).toBeLessThanOrEqual(pairs.length + 1e-6);
        expect(shifts.reduce((sum, { count }) => sum + count, 0)).toBeCloseTo(changed, 6);
        expect(countShifts(pairs.map(([shares]) => choice('', shares, shares)))).toEqual({
          changed: 0,
          shifts: [],
        });
      }),
    );
  });
});
