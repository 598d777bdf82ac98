import { expect, it } from 'vitest';
import { failedItems } from '#infra/local/sources/failed-items.ts';

const batch = new Set(['a', 'b']);

it.each([[undefined], [null], [{}], [{ batchItemFailures: null }], [{ batchItemFailures: [] }]])(
  '%j means that all succeeded',
  (answer) => {
    expect(failedItems(answer, batch)).toEqual(new Set());
  },
);

it('names the items that failed', () => {
  expect(failedItems({ batchItemFailures: [{ itemIdentifier: 'b' }] }, batch)).toEqual(
    new Set(['b']),
  );
});

it.each([
  [{ batchItemFailures: 'b' }],
  [{ batchItemFailures: [{ itemIdentifier: '' }] }],
  [{ batchItemFailures: [{ itemIdentifier: null }] }],
  [{ batchItemFailures: [{ id: 'b' }] }],
  [{ batchItemFailures: [{ itemIdentifier: 'of another batch' }] }],
])('%j cannot be trusted: all failed', (answer) => {
  expect(failedItems(answer, batch)).toBe('all');
});
