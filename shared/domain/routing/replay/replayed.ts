import type { PastDecision } from './past-decision.ts';
import type { DecisionPolicy, Redecided } from './redecide.ts';

export interface Policies {
  readonly present: DecisionPolicy;
  readonly draft: DecisionPolicy;
}

/** A past decision, beside what both policies would have done in its place. */
export interface Replayed {
  readonly decision: PastDecision;
  readonly present: Redecided;
  readonly draft: Redecided;
}
