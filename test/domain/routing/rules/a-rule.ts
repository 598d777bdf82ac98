import type { ChannelFacts, PaymentFacts } from '#shared/domain/routing/rules/facts.ts';
import {
  type Rule,
  type RuleAction,
  type RuleSet,
  ruleSetSchema,
} from '#shared/domain/routing/rules/rule-set-schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** A rule as JSON; its action is given beside it because `then` is no word for an object in code. */
export const aRule = (action: unknown, rest: Json = {}): Json =>
  Object.fromEntries([['id', 'a-rule'], ...Object.entries(rest), ['then', action]]);

export const FOR_CHEAPEST = {
  action: 'prefer',
  channels: { field: 'fee_rank', op: 'eq', value: 1 },
} as const satisfies RuleAction;

/** A set of rules in their order, named `r0`, `r1` … unless they have names. */
export const aRuleSet = (
  ...actions: readonly (RuleAction | readonly [RuleAction, Json])[]
): RuleSet =>
  ruleSetSchema.parse({
    rules: actions.map((it, index) => {
      const [action, rest] = Array.isArray(it) ? it : [it, {}];
      return aRule(action, { id: `r${index}`, ...rest });
    }),
  });

export const aSetOf = (rules: readonly Rule[]): RuleSet => ruleSetSchema.parse({ rules });

export const aPayment = (changes: Partial<PaymentFacts> = {}): PaymentFacts => ({
  amountMinor: 9_900,
  currency: 'CNY',
  method: 'alipay',
  device: 'mobile',
  region: 'CN',
  hour: 12,
  weekday: 3,
  issuer: '',
  product: 'prod_1',
  quantity: 1,
  riskLevel: 'low',
  returningBuyer: false,
  paidOrders: 0,
  ...changes,
});

export const aChannel = (id: string, changes: Partial<ChannelFacts> = {}): ChannelFacts => ({
  id,
  provider: 'epay',
  role: 'main',
  tags: [],
  feeMinor: 10,
  feeRank: 2,
  successRank: 2,
  settlementDays: 1,
  upstream: id,
  preferred: false,
  ...changes,
});
