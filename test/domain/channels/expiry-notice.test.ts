import { describe, expect, test } from 'vitest';
import { daysLeft, noticeDue } from '#shared/domain/channels/expiry-notice.ts';

const END = new Date('2026-11-30T12:00:00Z');
const before = (days: number): Date => new Date(END.getTime() - days * 86_400_000);

describe('the notice that is due', () => {
  test.each([
    ['none while more than thirty days are left', 30.01, undefined],
    ['the first at thirty days', 30, 30],
    ['the first still at eight days', 8, 30],
    ['the second at seven days', 7, 7],
    ['the third on the last day', 1, 1],
    ['the third in the last minute', 0.0005, 1],
    ['the last once it is over', 0, 0],
    ['the last on the day after', -1, 0],
    ['the last years after', -1_000, 0],
  ])('is %s', (_case, days, expected) => {
    expect(noticeDue(END, before(days))).toBe(expected);
  });
});

test('days left are whole ones, negative once it is over', () => {
  expect(daysLeft(END, before(7))).toBe(7);
  expect(daysLeft(END, before(6.9))).toBe(6);
  expect(daysLeft(END, before(0.5))).toBe(0);
  expect(daysLeft(END, before(-0.5))).toBe(-1);
});
