/** How large rules may be: every payment pays for them. */
export const RULE_LIMITS = {
  /** Conditions inside conditions. */
  depth: 8,
  /** Conditions of one rule, those that choose channels included. */
  nodes: 200,
  rules: 100,
  listValues: 100,
  textLength: 100,
  descriptionLength: 500,
  /** UTF-8 JSON of a whole set. */
  bytes: 65_536,
} as const;
