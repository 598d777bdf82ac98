import type { z } from 'zod';
import type { readRoutingRules as contract } from '../../contract/api/routing-rules.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { CHANNEL_FIELDS } from '../../domain/routing/rules/channel-fields.ts';
import type { Field } from '../../domain/routing/rules/field.ts';
import { OPERATORS } from '../../domain/routing/rules/operators.ts';
import { PAYMENT_FIELDS } from '../../domain/routing/rules/payment-fields.ts';
import type { RuleHitReader, RulePointer, RuleReader } from '../ports/rule-store.ts';
import { presentRuleSet } from './present-rule-set.ts';

export interface ReadRulesDeps {
  readonly rules: RuleReader;
  readonly ruleHits: RuleHitReader;
}

type Reply = z.input<typeof contract.reply>;

/** The sets that count, how often each of their rules applied, and every word that rules may use. */
export const readRules = async (deps: ReadRulesDeps, tenant: Tenant): Promise<Reply> => {
  const pointer = await deps.rules.readPointer(tenant);
  const [active, shadow] = await Promise.all([
    countedSet(deps, tenant, pointer, 'active'),
    countedSet(deps, tenant, pointer, 'shadow'),
  ]);
  return {
    object: 'routing_rules',
    active,
    shadow,
    fields: { payment: fieldsOf(PAYMENT_FIELDS), channel: fieldsOf(CHANNEL_FIELDS) },
  };
};

const countedSet = async (
  { rules, ruleHits }: ReadRulesDeps,
  tenant: Tenant,
  pointer: RulePointer,
  part: 'active' | 'shadow',
): Promise<Reply['active']> => {
  const version = pointer[part];
  if (version === undefined) return null;
  const [stored, counts] = await Promise.all([
    rules.readVersion(tenant, version),
    ruleHits.hits(tenant, version),
  ]);
  if (!stored) return null;
  return {
    ...presentRuleSet(stored, pointer),
    hits: stored.set.rules.map(({ id }) => {
      const { hits, wouldChange } = counts.get(id) ?? { hits: 0, wouldChange: 0 };
      return { rule: id, hits, would_change: part === 'shadow' ? wouldChange : null };
    }),
  };
};

const fieldsOf = (fields: Readonly<Record<string, Field>>): Reply['fields']['payment'] =>
  Object.entries(fields).map(([name, { type, unit, en, zh, values, min, max }]) => ({
    name,
    type,
    operators: [...OPERATORS[type]],
    unit,
    en,
    zh,
    values: values ? [...values] : null,
    min: min ?? null,
    max: max ?? null,
  }));
