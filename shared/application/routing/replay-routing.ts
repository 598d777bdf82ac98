import type { z } from 'zod';
import type { replayRouting as contract } from '../../contract/api/routing-replays.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { type Currency, formatDecimalAmount, money } from '../../domain/money/money.ts';
import {
  comparePolicies,
  type PolicyComparison,
} from '../../domain/routing/replay/compare-policies.ts';
import type { MeanEstimate } from '../../domain/routing/replay/estimate-mean.ts';
import type { DecisionPolicy, PastDecision } from '../../domain/routing/replay/redecide.ts';
import { checkRuleSet } from '../../domain/routing/rules/check-rule-set.ts';
import { compileRules } from '../../domain/routing/rules/compile-rules.ts';
import { localTime } from '../../domain/routing/rules/local-time.ts';
import { DEFAULT_TIME_ZONE, ruleSetSchema } from '../../domain/routing/rules/rule-set-schema.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { OrderAggregate, OrderStore } from '../ports/order-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { candidatesOf } from './candidates-of.ts';
import type { GuidanceReader } from './route-payment.ts';

export interface ReplayDeps {
  readonly orders: Pick<OrderStore, 'list' | 'load'>;
  readonly channels: ChannelReader;
  readonly registry: ChannelRegistry;
  readonly guidance: GuidanceReader;
  readonly runtime: Pick<Runtime, 'now'>;
}

type Request = z.output<typeof contract.body>;
type Reply = z.input<typeof contract.reply>;

const WEEK_MILLIS = 7 * 86_400_000;
const ORDERS_A_PAGE = 100;
const READS_AT_ONCE = 16;
/** Fewer payments that speak for a draft say nothing about it. */
const MIN_EFFECTIVE = 50;
const MAX_UNSUPPORTED = 0.05;

/**
 * Decides a tenant's past payments anew under a draft, and says what would change. Reads only.
 *
 * @throws AppError missing_parameter without a draft · invalid_parameter with the path of what is wrong in it
 */
export const replayRouting = async (
  deps: ReplayDeps,
  tenant: Tenant,
  request: Request,
): Promise<Reply> => {
  const channels = await deps.channels.list(tenant);
  const policies = await policiesOf(deps, tenant, { request, channels });
  const to = request.to ? new Date(request.to) : deps.runtime.now();
  const from = request.from ? new Date(request.from) : new Date(to.getTime() - WEEK_MILLIS);
  const { orders, truncated } = await readOrders(deps, tenant, { from, to, limit: request.limit });
  const zone = policies.draft.rules?.timeZone ?? DEFAULT_TIME_ZONE;
  const past = orders.flatMap((aggregate) => pastDecision(aggregate, zone));
  const currencies = [...new Set(past.map(({ currency }) => currency))].sort();
  return {
    object: 'routing_replay',
    from: from.toISOString(),
    to: to.toISOString(),
    orders: orders.length,
    skipped: orders.length - past.length,
    truncated,
    data: currencies.map((currency) =>
      present(
        currency,
        comparePolicies(
          past.filter((decision) => decision.currency === currency),
          policies,
        ),
      ),
    ),
  };
};

const policiesOf = async (
  { registry, guidance }: ReplayDeps,
  tenant: Tenant,
  { request, channels }: { request: Request; channels: readonly Channel[] },
): Promise<{ present: DecisionPolicy; draft: DecisionPolicy }> => {
  const { rules, fees, margin_basis_points: margin } = request;
  if (rules === undefined && fees === undefined && margin === undefined) {
    throw new AppError(
      'missing_parameter',
      'Send a draft: "rules", "fees" or "margin_basis_points".',
      { param: 'rules' },
    );
  }
  const ids = channels.map(({ id }) => id);
  const stranger = Object.keys(fees ?? {}).find((id) => !ids.some((known) => known === id));
  if (stranger !== undefined) {
    throw new AppError('invalid_parameter', `"fees.${stranger}": you have no such channel.`, {
      param: `fees.${stranger}`,
    });
  }
  const inForce = await guidance.read(tenant);
  const candidates = await candidatesOf(registry, channels);
  const repriced = channels.map((channel) => {
    const fee = fees?.[channel.id];
    return fee
      ? {
          ...channel,
          fee: { rateBasisPoints: fee.rate_basis_points, fixedMinor: fee.fixed_amount },
        }
      : channel;
  });
  return {
    present: { candidates, rules: inForce.rules, settings: inForce.settings },
    draft: {
      candidates: fees ? await candidatesOf(registry, repriced) : candidates,
      rules: rules === undefined ? inForce.rules : draftRules(request, ids),
      settings: {
        ...inForce.settings,
        ...(margin === undefined ? {} : { marginBasisPoints: margin }),
      },
    },
  };
};

const draftRules = ({ rules, time_zone }: Request, channelIds: readonly string[]) => {
  const set = { rules, time_zone };
  const problem = checkRuleSet(set, { channelIds });
  if (problem) {
    throw new AppError('invalid_parameter', `"${problem.path}": ${problem.message}.`, {
      param: problem.path,
    });
  }
  return compileRules(ruleSetSchema.parse(set), 0);
};

const readOrders = async (
  { orders, runtime }: ReplayDeps,
  tenant: Tenant,
  { from, to, limit }: { from: Date; to: Date; limit: number },
): Promise<{ orders: OrderAggregate[]; truncated: boolean }> => {
  const found: OrderAggregate[] = [];
  let startingAfter: string | undefined;
  for (;;) {
    const page = await orders.list(
      tenant,
      { createdFrom: from, createdTo: to },
      {
        limit: Math.min(ORDERS_A_PAGE, limit - found.length),
        ...(startingAfter === undefined ? {} : { startingAfter }),
      },
      runtime.now(),
    );
    const ids = page.orders.map(({ id }) => id);
    for (let at = 0; at < ids.length; at += READS_AT_ONCE) {
      const group = ids.slice(at, at + READS_AT_ONCE);
      const loaded = await Promise.all(group.map((id) => orders.load(tenant, id)));
      found.push(...loaded.filter((aggregate) => aggregate !== undefined));
    }
    startingAfter = ids.at(-1);
    if (!page.hasMore || startingAfter === undefined) return { orders: found, truncated: false };
    if (found.length >= limit) return { orders: found, truncated: true };
  }
};

/** The first choice of an order, if routing has logged one and its end is known or its time is over. */
const pastDecision = ({ order, attempts }: OrderAggregate, timeZone: string): PastDecision[] => {
  const first = attempts.find(({ routing }) => routing?.rank === 1);
  if (!first?.routing) return [];
  return [
    {
      orderId: order.id,
      attempt: { ...first, routing: first.routing },
      currency: first.amount.currency,
      product: order.product.id,
      quantity: order.quantity,
      weekday: localTime(new Date(first.createdAt), timeZone).weekday,
    },
  ];
};

const present = (currency: Currency, it: PolicyComparison): Reply['data'][number] => {
  const reliable =
    it.draft.effectiveSampleSize >= MIN_EFFECTIVE && it.draft.unsupported <= MAX_UNSUPPORTED;
  return {
    currency,
    decisions: it.decisions,
    changed: it.changed,
    shifts: it.shifts.map(({ from, to, count, orderIds, reasons }) => ({
      from_channel: from as `ch_${string}`,
      to_channel: (to as `ch_${string}` | undefined) ?? null,
      count,
      examples: orderIds as `ord_${string}`[],
      reasons: [...reasons],
    })),
    profit: {
      logged: it.present.logged,
      present: { snips: it.present.snips, doubly_robust: it.present.doublyRobust },
      draft: { snips: it.draft.snips, doubly_robust: it.draft.doublyRobust },
      difference: it.difference,
    },
    success: {
      logged: it.presentSuccess.logged,
      present: { snips: it.presentSuccess.snips, doubly_robust: it.presentSuccess.doublyRobust },
      draft: { snips: it.draftSuccess.snips, doubly_robust: it.draftSuccess.doublyRobust },
    },
    shares: [...it.shares].map(([channel, share]) => ({
      channel: channel as `ch_${string}`,
      ...share,
    })),
    effective_sample_size: it.draft.effectiveSampleSize,
    unsupported: it.draft.unsupported,
    reliable,
    summary: summarise(currency, it, reliable),
  };
};

const summarise = (
  currency: Currency,
  { decisions, changed, difference }: PolicyComparison,
  reliable: boolean,
): { en: string; zh: string } => {
  const amount = (minor: number): string => {
    const text = formatDecimalAmount(money(currency, BigInt(Math.round(Math.abs(minor)))));
    return `${minor < 0 ? '−' : '+'}${text} ${currency}`;
  };
  const span = ({ low, high }: MeanEstimate): string =>
    low === null || high === null ? '' : ` (95 %: ${amount(low)} … ${amount(high)})`;
  const gain = difference.mean === null ? '–' : `${amount(difference.mean)}${span(difference)}`;
  const uncertain =
    difference.low === null ||
    difference.high === null ||
    (difference.low <= 0 && difference.high >= 0);
  const warnings = [
    ...(changed > 0 && uncertain
      ? [{ en: 'It may as well make no difference.', zh: '该差异可能并不存在。' }]
      : []),
    ...(reliable || changed === 0
      ? []
      : [
          {
            en: 'Too few payments have tried what the draft would do: take the figures as a guess.',
            zh: '历史订单很少尝试过草案的做法，数字仅供参考。',
          },
        ]),
  ];
  const joined = (part: 'en' | 'zh'): string =>
    warnings.map((it) => it[part]).join(part === 'en' ? ' ' : '');
  return {
    en: `${changed} of ${decisions} payments would go to another channel first; expected profit a payment ${gain}. ${joined('en')}`.trim(),
    zh: `${decisions} 笔中有 ${changed} 笔首选通道会改变；每笔预期收益 ${gain}。${joined('zh')}`,
  };
};
