import type { BenchPayment } from '../payments.ts';
import type { NeutralRule } from '../rules/neutral-rule.ts';

/** Something that says which rules apply to a payment: bit `i` is rule `i`. */
export type RuleEngine = {
  readonly name: string;
} & (
  | { readonly kind: 'sync'; readonly match: (payment: BenchPayment) => number }
  | { readonly kind: 'async'; readonly match: (payment: BenchPayment) => Promise<number> }
);

/** Makes an engine ready for rules, as far ahead of the first payment as it is able to. */
export type MakeEngine = (rules: readonly NeutralRule[]) => RuleEngine;
