import type { RuleEngine } from './engines/engine.ts';
import type { BenchPayment } from './payments.ts';
import { type NeutralRule, referenceMask } from './rules/neutral-rule.ts';

/** The first payment for which an engine finds other rules than the rules mean, in words; undefined when there is none. */
export const firstDifference = async (
  engine: RuleEngine,
  rules: readonly NeutralRule[],
  payments: readonly BenchPayment[],
): Promise<string | undefined> => {
  const idsOf = (mask: number): string =>
    rules.flatMap(({ id }, index) => (mask & (1 << index) ? [id] : [])).join(', ') || 'none';
  for (const [index, payment] of payments.entries()) {
    const expected = referenceMask(rules, payment.facts);
    const found = await engine.match(payment);
    if (found !== expected) {
      return `${engine.name}, payment ${index} ${JSON.stringify(payment.facts)}: matches ${idsOf(found)} instead of ${idsOf(expected)}`;
    }
  }
  return undefined;
};
