import type { PaymentFacts } from '#shared/domain/routing/rules/facts.ts';
import type { RuleAction } from '#shared/domain/routing/rules/rule-set-schema.ts';

/** Names of the facts whose values are of a kind. */
type FieldOf<Kind> = {
  [Name in keyof PaymentFacts]: PaymentFacts[Name] extends Kind ? Name : never;
}[keyof PaymentFacts];

/** One question about a payment, in a form that belongs to none of the engines: field, relation, value. */
export type NeutralCondition =
  | readonly [FieldOf<number>, 'is', number]
  | readonly [FieldOf<number>, 'below' | 'at_least', number]
  /** Both ends included. */
  | readonly [FieldOf<number>, 'between', readonly [number, number]]
  | readonly [FieldOf<number>, 'one_of', readonly number[]]
  | readonly [FieldOf<string>, 'is' | 'is_not', string]
  | readonly [FieldOf<string>, 'one_of' | 'none_of', readonly string[]]
  | readonly [FieldOf<boolean>, 'is', boolean];

/** A rule applies when all its conditions hold; a field is asked about once at most. */
export interface NeutralRule {
  readonly id: string;
  readonly all: readonly NeutralCondition[];
  /** For our own engine alone: the others only say that the rule applies. */
  readonly action: RuleAction;
}

/**
 * Bit `i` is set when rule `i` applies: the meaning of the rules, word by word. All engines are held to it, so it does
 * nothing to be fast.
 */
export const referenceMask = (rules: readonly NeutralRule[], payment: PaymentFacts): number =>
  rules.reduce(
    (mask, { all }, index) => (all.every((it) => holds(it, payment)) ? mask | (1 << index) : mask),
    0,
  );

const holds = ([field, relation, value]: NeutralCondition, payment: PaymentFacts): boolean => {
  const known: number | string | boolean = payment[field];
  switch (relation) {
    case 'is':
      return known === value;
    case 'is_not':
      return known !== value;
    case 'below':
      return Number(known) < value;
    case 'at_least':
      return Number(known) >= value;
    case 'between':
      return Number(known) >= value[0] && Number(known) <= value[1];
    case 'one_of':
      return value.some((it) => it === known);
    case 'none_of':
      return value.every((it) => it !== known);
  }
};
