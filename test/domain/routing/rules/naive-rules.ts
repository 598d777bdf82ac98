import type { ChannelFacts, PaymentFacts } from '#shared/domain/routing/rules/facts.ts';
import type {
  Condition,
  RuleSet,
  RuleValue,
} from '#shared/domain/routing/rules/rule-set-schema.ts';

type Facts = Readonly<Record<string, unknown>>;

const paymentByName = (it: PaymentFacts): Facts => ({
  amount: it.amountMinor,
  currency: it.currency,
  method: it.method,
  device: it.device,
  region: it.region,
  hour: it.hour,
  weekday: it.weekday,
  issuer: it.issuer,
  product: it.product,
  quantity: it.quantity,
  risk_level: it.riskLevel,
  returning_buyer: it.returningBuyer,
  paid_orders: it.paidOrders,
});

const channelByName = (it: ChannelFacts, amountMinor: number): Facts => ({
  id: it.id,
  provider: it.provider,
  role: it.role,
  tags: it.tags,
  fee: it.feeMinor,
  fee_basis_points: amountMinor === 0 ? 0 : (it.feeMinor * 10_000) / amountMinor,
  fee_rank: it.feeRank,
  success_rank: it.successRank,
  settlement_days: it.settlementDays,
  upstream: it.upstream,
  preferred: it.preferred,
});

const compare = (known: unknown, op: string, value: RuleValue): boolean => {
  const [number, other] = [Number(known), Number(value)];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const words: readonly unknown[] = Array.isArray(known) ? known : [];
  const answers: Record<string, boolean> = {
    eq: known === value,
    ne: known !== value,
    lt: number < other,
    lte: number <= other,
    gt: number > other,
    gte: number >= other,
    between: number >= Number(list[0]) && number <= Number(list[1]),
    in: list.includes(known),
    not_in: !list.includes(known),
    has: words.includes(value),
    has_any: list.some((it) => words.includes(it)),
  };
  return answers[op] === true;
};

/** Walks the tree as it is written. */
export const holds = (condition: Condition, facts: Facts): boolean => {
  if ('all' in condition) return condition.all.every((it) => holds(it, facts));
  if ('any' in condition) return condition.any.some((it) => holds(it, facts));
  if ('not' in condition) return !holds(condition.not, facts);
  return compare(facts[condition.field], condition.op, condition.value);
};

export interface NaiveChannel {
  excludedBy: number;
  /** Rule that placed the channel and the place inside the rule. */
  placed: readonly [number, number] | undefined;
  bonusPercent: number;
}

/** What rules mean, as slowly and plainly as can be said: the reference for the compiled ones. */
export const applyNaively = (
  { rules }: RuleSet,
  payment: PaymentFacts,
  { channels, uniform }: { channels: readonly ChannelFacts[]; uniform: number },
): { matched: number[]; channels: NaiveChannel[] } => {
  const facts = paymentByName(payment);
  const matched: number[] = [];
  const effects = channels.map(
    (): NaiveChannel => ({ excludedBy: -1, placed: undefined, bonusPercent: 0 }),
  );
  let draw = uniform;
  for (const [index, { when, then: action, stop, enabled }] of rules.entries()) {
    if (enabled === false || (when && !holds(when, facts))) continue;
    matched.push(index);
    let drawn = 0;
    if (action.action === 'split') {
      const ends = action.shares.map((_, at) =>
        action.shares.slice(0, at + 1).reduce((sum, { share }) => sum + share, 0),
      );
      drawn = ends.findIndex((end) => draw * 100 < end);
      const { share } = action.shares[drawn] as { share: number };
      draw = (draw * 100 - ((ends[drawn] ?? 0) - share)) / share;
    }
    for (const [place, channel] of channels.entries()) {
      const effect = effects[place] as NaiveChannel;
      const byName = channelByName(channel, payment.amountMinor);
      const chosen = (selector: Condition | string): boolean =>
        typeof selector === 'string' ? selector === channel.id : holds(selector, byName);
      const placeAt = (at: number): void => {
        effect.placed ??= [index, at];
      };
      const close = (): void => {
        if (effect.excludedBy === -1) effect.excludedBy = index;
      };
      if (action.action === 'prefer' && chosen(action.channels)) placeAt(0);
      if (action.action === 'exclude' && chosen(action.channels)) close();
      if (action.action === 'restrict_to' && !chosen(action.channels)) close();
      if (action.action === 'weight' && chosen(action.channels)) {
        effect.bonusPercent += action.percent;
      }
      if (action.action === 'force_order') {
        const at = action.order.findIndex(chosen);
        if (at >= 0) placeAt(at);
      }
      if (action.action === 'split') {
        const share = action.shares[drawn];
        if (share && chosen(share.channels)) placeAt(0);
      }
    }
    if (stop) break;
  }
  return { matched, channels: effects };
};

/** Which of two channels goes first as far as rules say: below 0 the first, 0 neither. */
export const comparePlaces = (a: NaiveChannel, b: NaiveChannel): number => {
  if (!a.placed || !b.placed) return Number(Boolean(b.placed)) - Number(Boolean(a.placed));
  return a.placed[0] - b.placed[0] || a.placed[1] - b.placed[1];
};
