import type { z } from 'zod';
import type { replayRouting as contract } from '../../contract/api/routing-replays.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { comparePolicies } from '../../domain/routing/replay/compare-policies.ts';
import { explainSkip } from '../../domain/routing/replay/explain-skip.ts';
import { pastDecisionOf, type SkipReason } from '../../domain/routing/replay/past-decision.ts';
import { type DraftDeps, draftPolicies } from './draft-policies.ts';
import { presentReplay } from './present-replay.ts';
import { type ReadPastDeps, readPastOrders } from './read-past-orders.ts';

export type ReplayDeps = DraftDeps & ReadPastDeps;

const WEEK_MILLIS = 7 * 86_400_000;
/** What is left of the function's 20 seconds decides: two thousand payments take about two. */
const READING_MILLIS = 12_000;

/**
 * Decides a tenant's past payments anew under a draft, and says what would change. Reads only.
 *
 * @throws AppError missing_parameter without a draft · invalid_parameter with the path of what is wrong
 */
export const replayRouting = async (
  deps: ReplayDeps,
  tenant: Tenant,
  { from, to, limit, ...draft }: z.output<typeof contract.body>,
): Promise<z.input<typeof contract.reply>> => {
  const startedAt = deps.runtime.now();
  const time = timeOf({ from, to }, startedAt);
  const policies = await draftPolicies(deps, tenant, draft);
  const { orders, truncated } = await readPastOrders(deps, tenant, {
    ...time,
    limit,
    deadline: new Date(startedAt.getTime() + READING_MILLIS),
  });
  const past = orders.map(({ order, attempts }) => pastDecisionOf(order, attempts));
  const decided = past.flatMap((it) => (it.kind === 'decided' ? [it.decision] : []));
  const byCurrency = Map.groupBy(decided, ({ attempt }) => attempt.amount.currency);
  const compared = [...byCurrency].sort().map(([currency, decisions]) => ({
    currency,
    comparison: comparePolicies(decisions, policies),
  }));
  return {
    object: 'routing_replay',
    from: time.from.toISOString(),
    to: time.to.toISOString(),
    replayed_from: orders.at(-1)?.order.createdAt ?? null,
    truncated: truncated ?? null,
    orders: orders.length,
    decisions: compared.reduce((sum, { comparison }) => sum + comparison.decisions, 0),
    skipped: countSkipped([
      ...past.flatMap((it) => (it.kind === 'skipped' ? [[it.reason, 1] as const] : [])),
      ...compared.flatMap(({ comparison }) => [...comparison.skipped]),
    ]),
    data: compared
      .filter(({ comparison }) => comparison.decisions > 0)
      .map(({ currency, comparison }) => presentReplay(currency, comparison)),
  };
};

const timeOf = (
  { from, to }: { readonly from?: string; readonly to?: string },
  now: Date,
): { readonly from: Date; readonly to: Date } => {
  const end = to === undefined ? now : new Date(to);
  const start = from === undefined ? new Date(end.getTime() - WEEK_MILLIS) : new Date(from);
  if (start < end) return { from: start, to: end };
  throw new AppError('invalid_parameter', '"from" in the body: must be before "to".', {
    param: 'from',
  });
};

const countSkipped = (skipped: readonly (readonly [SkipReason, number])[]) => {
  const counts = new Map<SkipReason, number>();
  for (const [reason, count] of skipped) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].map(([reason, count]) => ({ ...explainSkip(reason), count }));
};
