import { expect, it } from 'vitest';
import { eventFilter } from '#infra/local/sources/event-filter.ts';

it('lets everything pass without patterns', () => {
  expect(eventFilter([])({ a: 1 })).toBe(true);
});

it('lets a record pass that matches every field of one pattern', () => {
  const passes = eventFilter([
    { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'outbox#' }] } } } },
    { eventName: ['REMOVE'] },
  ]);
  const record = (eventName: string, sk: string) => ({
    eventName,
    dynamodb: { Keys: { sk: { S: sk } } },
  });
  expect(passes(record('INSERT', 'outbox#1'))).toBe(true);
  expect(passes(record('INSERT', 'order'))).toBe(false);
  expect(passes(record('MODIFY', 'outbox#1'))).toBe(false);
  expect(passes(record('REMOVE', 'order'))).toBe(true);
});

it('knows exists, suffix and anything-but', () => {
  expect(eventFilter([{ a: [{ exists: false }] }])({})).toBe(true);
  expect(eventFilter([{ a: [{ exists: true }] }])({})).toBe(false);
  expect(eventFilter([{ a: [{ suffix: 'z' }] }])({ a: 'xyz' })).toBe(true);
  expect(eventFilter([{ a: [{ 'anything-but': ['x'] }] }])({ a: 'x' })).toBe(false);
});

it('refuses a comparison that it does not know instead of letting everything or nothing pass', () => {
  expect(() => eventFilter([{ a: [{ numeric: ['>', 1] }] }])).toThrow(/numeric/);
});
