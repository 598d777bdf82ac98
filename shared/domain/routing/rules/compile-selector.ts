import type { ChannelField } from './channel-fields.ts';
import { compileCondition, type FieldReader, type Test } from './compile-condition.ts';
import type { ChannelFacts } from './facts.ts';
import type { ChannelSelector } from './rule-set-schema.ts';

/** A choice of channels, ready to be made for many payments. */
export interface Selector {
  readonly test: Test<ChannelFacts>;
  /** It looks at nothing that a payment changes: one answer per list of channels. */
  readonly isStatic: boolean;
  readonly needsRanks: boolean;
}

const READERS: Readonly<Record<ChannelField, FieldReader<ChannelFacts>>> = {
  id: (channel) => channel.id,
  provider: (channel) => channel.provider,
  role: (channel) => channel.role,
  tags: (channel) => channel.tags,
  fee: (channel) => channel.feeMinor,
  fee_basis_points: (channel, amountMinor) =>
    amountMinor === 0 ? 0 : (channel.feeMinor * 10_000) / amountMinor,
  fee_rank: (channel) => channel.feeRank,
  success_rank: (channel) => channel.successRank,
  settlement_days: (channel) => channel.settlementDays,
  upstream: (channel) => channel.upstream,
  preferred: (channel) => channel.preferred,
};

const RANKS: readonly ChannelField[] = ['fee_rank', 'success_rank'];
const CHANGING: readonly ChannelField[] = [...RANKS, 'fee', 'fee_basis_points', 'preferred'];

/** @param selector a condition on channels, or one channel's id */
export const compileSelector = (selector: ChannelSelector | string): Selector => {
  const condition: ChannelSelector =
    typeof selector === 'string' ? { field: 'id', op: 'eq', value: selector } : selector;
  const fields = fieldsOf(condition);
  return {
    test: compileCondition(condition, READERS),
    isStatic: !fields.some((field) => CHANGING.includes(field)),
    needsRanks: fields.some((field) => RANKS.includes(field)),
  };
};

const fieldsOf = (condition: ChannelSelector): readonly ChannelField[] => {
  if ('all' in condition) return condition.all.flatMap(fieldsOf);
  if ('any' in condition) return condition.any.flatMap(fieldsOf);
  return 'not' in condition ? fieldsOf(condition.not) : [condition.field];
};
