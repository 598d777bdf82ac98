import type { CompiledRules } from './compile-rules.ts';
import type { PaymentFacts } from './facts.ts';
import { RULE_LIMITS } from './rule-limits.ts';

const RULES_PER_WORD = 32;

const matched: number[] = Array.from({ length: RULE_LIMITS.rules }, () => 0);
const mask = new Uint32Array(Math.ceil(RULE_LIMITS.rules / RULES_PER_WORD));

/**
 * Which rules apply to a payment, and nothing more: rule `i` is bit `i % 32` of word `i / 32`. For comparisons with other
 * engines. The answer holds until the next call.
 */
export const matchMask = (compiled: CompiledRules, facts: PaymentFacts): Uint32Array => {
  mask.fill(0);
  const count = compiled.match(facts, matched);
  for (let k = 0; k < count; k += 1) {
    const rule = matched[k] ?? 0;
    const word = rule >>> 5;
    mask[word] = (mask[word] ?? 0) | (1 << (rule & 31));
  }
  return mask;
};
