import fc from 'fast-check';
import { CHANNEL_FIELDS } from '#shared/domain/routing/rules/channel-fields.ts';
import type { ChannelFacts, PaymentFacts } from '#shared/domain/routing/rules/facts.ts';
import type { Field } from '#shared/domain/routing/rules/field.ts';
import { OPERATORS, type Operator } from '#shared/domain/routing/rules/operators.ts';
import { PAYMENT_FIELDS } from '#shared/domain/routing/rules/payment-fields.ts';
import { type RuleSet, ruleSetSchema } from '#shared/domain/routing/rules/rule-set-schema.ts';

/** Few values, so that rules and facts meet often. */
export const SOME_CHANNEL_IDS = ['ch_a', 'ch_b', 'ch_c', 'ch_d'] as const;
const WORDS: Readonly<Record<string, readonly string[]>> = {
  region: ['CN', 'CN-GD', 'US'],
  issuer: ['ICBC', 'CCB', ''],
  product: ['prod_1', 'prod_2'],
  id: SOME_CHANNEL_IDS,
  provider: ['epay', 'alipay'],
  tags: ['bank', 'strict', 'cheap'],
  upstream: ['one', 'two'],
};
const SMALL = 6;

const word = (name: string, { values }: Field): fc.Arbitrary<string> =>
  fc.constantFrom(...(values ?? WORDS[name] ?? []).filter((text) => text !== ''));

const number = ({ min = 0, max = SMALL }: Field): fc.Arbitrary<number> =>
  fc.integer({ min, max: Math.min(max, min + SMALL) });

const comparable = (name: string, field: Field, op: Operator): fc.Arbitrary<unknown> => {
  if (field.type === 'boolean') return fc.boolean();
  const one = field.type === 'number' ? number(field) : word(name, field);
  if (op === 'between') {
    return fc.tuple(number(field), number(field)).map((ends) => ends.toSorted((a, b) => a - b));
  }
  return op === 'in' || op === 'not_in' || op === 'has_any'
    ? fc.array(one as fc.Arbitrary<unknown>, { minLength: 1, maxLength: 3 })
    : one;
};

const comparison = (fields: Readonly<Record<string, Field>>): fc.Arbitrary<unknown> =>
  fc
    .constantFrom(...Object.entries(fields))
    .chain(([name, field]) =>
      fc
        .constantFrom<Operator>(...OPERATORS[field.type])
        .chain((op) => comparable(name, field, op).map((value) => ({ field: name, op, value }))),
    );

const condition = (fields: Readonly<Record<string, Field>>): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      comparison(fields),
      fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('tree') }),
    ),
  })).tree;

const when = condition(PAYMENT_FIELDS);
const channels = condition(CHANNEL_FIELDS);

const shares = fc.array(channels, { minLength: 1, maxLength: 4 }).map((all) =>
  all.map((it, index) => ({
    channels: it,
    share: index === 0 ? 100 - 10 * (all.length - 1) : 10,
  })),
);

const action = fc.oneof(
  fc.record({ action: fc.constantFrom('prefer', 'exclude', 'restrict_to'), channels }),
  fc.record({
    action: fc.constant('weight'),
    channels,
    percent: fc.integer({ min: -100, max: 100 }),
  }),
  fc.record({
    action: fc.constant('force_order'),
    order: fc.array(fc.oneof(fc.constantFrom(...SOME_CHANNEL_IDS), channels), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({ action: fc.constant('split'), shares }),
);

const rule = fc.record(
  {
    id: fc.constant(''),
    description: fc.string({ maxLength: 10 }),
    when,
    // biome-ignore lint/suspicious/noThenProperty: a rule's own word
    then: action,
    stop: fc.boolean(),
    enabled: fc.boolean(),
  },
  { requiredKeys: ['id', 'then'] },
);

/** Sets that `checkRuleSet` has nothing against, as JSON. */
export const someRuleSetJson = fc
  .record({
    time_zone: fc.constantFrom('Asia/Shanghai', 'UTC'),
    rules: fc.array(rule, { maxLength: 6 }),
  })
  .map(({ time_zone, rules }) => ({
    time_zone,
    rules: rules.map((it, index) => ({ ...it, id: `rule-${index}` })),
  }));

export const someRuleSet: fc.Arbitrary<RuleSet> = someRuleSetJson.map((json) =>
  ruleSetSchema.parse(json),
);

export const somePayment: fc.Arbitrary<PaymentFacts> = fc.record({
  amountMinor: fc.integer({ min: 0, max: SMALL }),
  currency: fc.constantFrom(...PAYMENT_FIELDS.currency.values),
  method: fc.constantFrom(...PAYMENT_FIELDS.method.values),
  device: fc.constantFrom(...PAYMENT_FIELDS.device.values),
  region: fc.constantFrom('CN', 'CN-GD', 'US', ''),
  hour: fc.integer({ min: 0, max: SMALL }),
  weekday: fc.integer({ min: 1, max: 7 }),
  issuer: fc.constantFrom('ICBC', 'CCB', ''),
  product: fc.constantFrom('prod_1', 'prod_2'),
  quantity: fc.integer({ min: 1, max: SMALL }),
  riskLevel: fc.constantFrom('low', 'medium', 'high'),
  returningBuyer: fc.boolean(),
  paidOrders: fc.integer({ min: 0, max: SMALL }),
});

export const someChannels: fc.Arbitrary<readonly ChannelFacts[]> = fc
  .array(
    fc.record({
      provider: fc.constantFrom('epay', 'alipay'),
      role: fc.constantFrom('main' as const, 'backup' as const),
      tags: fc.subarray(['bank', 'strict', 'cheap']),
      feeMinor: fc.integer({ min: 0, max: SMALL }),
      feeRank: fc.integer({ min: 1, max: SMALL }),
      successRank: fc.integer({ min: 1, max: SMALL }),
      settlementDays: fc.integer({ min: 0, max: SMALL }),
      upstream: fc.constantFrom('one', 'two'),
      preferred: fc.boolean(),
    }),
    { maxLength: SOME_CHANNEL_IDS.length },
  )
  .map((all) => all.map((it, index) => ({ ...it, id: SOME_CHANNEL_IDS[index] ?? '' })));
