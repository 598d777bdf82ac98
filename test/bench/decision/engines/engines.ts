import type { NeutralRule } from '../rules/neutral-rule.ts';
import { arteria } from './arteria.ts';
import { cel } from './cel.ts';
import type { RuleEngine } from './engine.ts';
import { jsonLogicJs } from './json-logic.ts';
import { jsonRulesEngine } from './json-rules-engine.ts';
import { native } from './native.ts';
import { wholeDecision } from './whole-decision.ts';
import { zen } from './zen.ts';

/** All that are compared, by the part that each plays. */
export interface Engines {
  readonly native: RuleEngine;
  readonly arteria: RuleEngine;
  readonly cel: RuleEngine;
  readonly jsonLogicJs: RuleEngine;
  readonly jsonRulesEngine: RuleEngine;
  /** Absent where its binary is not installed. */
  readonly zen: RuleEngine | undefined;
  readonly decision8: RuleEngine;
  readonly decision40: RuleEngine;
}

export const makeEngines = (rules: readonly NeutralRule[]): Engines => ({
  native: native(),
  arteria: arteria(rules),
  cel: cel(rules),
  jsonLogicJs: jsonLogicJs(rules),
  jsonRulesEngine: jsonRulesEngine(rules),
  zen: zen(rules),
  decision8: wholeDecision(rules, 8),
  decision40: wholeDecision(rules, 40),
});
