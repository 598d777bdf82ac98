import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PAYMENT_POLICIES } from '#shared/domain/policies/payment-policies.ts';
import { type PaymentCase, policiesOf, readCases, runCase } from './payment-cases.ts';

const DOCUMENT = readFileSync(
  new URL('../../../docs/payment-policies.md', import.meta.url),
  'utf8',
);
const CASES = readCases(DOCUMENT);

const titleOf = (row: PaymentCase): string =>
  `${row.order} · ${row.payment} · ${row.policy} · stock ${row.stock}`;

describe('the table of cases in docs/payment-policies.md', () => {
  it.each(CASES.map((row) => [titleOf(row), row] as const))('is true: %s', (_title, row) => {
    const { why, ...claimed } = row;
    expect(runCase(row)).toEqual(claimed);
    expect(why).not.toBe('');
  });

  it('has every case once', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(30);
    expect(new Set(CASES.map(titleOf)).size).toBe(CASES.length);
  });

  it('is found out when an outcome, or what it depends on, is told wrongly', () => {
    const others = (column: keyof PaymentCase) => [...new Set(CASES.map((row) => row[column]))];
    for (const row of CASES) {
      for (const column of ['→ order', '→ cards', '→ money', 'stock'] as const) {
        for (const wrong of others(column).filter((cell) => cell !== row[column])) {
          // "yes" for "no" tells another case, which may well end alike.
          if (column === 'stock' && row.stock !== 'any' && row.stock !== 'held') continue;
          const { why: _why, ...claimed } = { ...row, [column]: wrong };
          expect(runCase({ ...claimed, why: 'wrong' }), JSON.stringify(claimed)).not.toEqual(
            claimed,
          );
        }
      }
      if (row.policy === 'any') {
        const { why: _why, ...claimed } = { ...row, policy: 'default' };
        expect(runCase({ ...claimed, why: 'wrong' })).not.toEqual(claimed);
      }
    }
  });

  it('meets every reason for a question and for a refund that a payment can raise', () => {
    const words = CASES.map((row) => `${row['→ order']} ${row['→ money']}`).join(' ');
    const causes = [
      'late_payment',
      'paid_after_cancellation',
      'duplicate_payment',
      'underpaid',
      'overpaid',
      'out_of_stock',
    ];
    for (const reason of [...causes, 'currency_mismatch', 'amount_mismatch'])
      expect(words).toContain(`asks ${reason}`);
    for (const cause of causes) expect(words).toMatch(new RegExp(`\\([^)]*${cause}[^)]*\\)`));
  });
});

describe('the table of policies in docs/payment-policies.md', () => {
  const rows = [...DOCUMENT.matchAll(/^\| `([^`]+)` \| (.+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, path = '', , , value = '']) => ({ path, value: value.replaceAll('`', '').trim() }),
  );

  it.each(rows.map((row) => [row.path, row.value] as const))(
    'tells the default of %s: %s',
    (path, value) => {
      if (path === 'stock_share.count_by') {
        expect(DEFAULT_PAYMENT_POLICIES.stockShare.countBy).toEqual(['contact', 'ip', 'device']);
        return;
      }
      const name = path.replace('<currency>', 'CNY');
      const [first = ''] = value.split(' ');
      expect(policiesOf(`${name} = ${first}`)).toEqual(DEFAULT_PAYMENT_POLICIES);
    },
  );

  it('names every policy', () => {
    const named = new Set(rows.map(({ path }) => path.split('.')[0]));
    expect(named.size).toBe(Object.keys(DEFAULT_PAYMENT_POLICIES).length);
    const settings = Object.values(DEFAULT_PAYMENT_POLICIES).map((part) =>
      typeof part === 'object' && !('CNY' in part) ? Object.keys(part).length : 1,
    );
    expect(rows).toHaveLength(settings.reduce((sum, count) => sum + count, 0));
  });
});
