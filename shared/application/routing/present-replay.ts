import type { z } from 'zod';
import type { replayRouting as contract } from '../../contract/api/routing-replays.ts';
import { channelIdSchema, toOrderId } from '../../domain/identity/ids.ts';
import type { Currency } from '../../domain/money/money.ts';
import type { ChannelChange } from '../../domain/routing/replay/changes-by-channel.ts';
import type {
  ExplainedShift,
  PolicyComparison,
} from '../../domain/routing/replay/compare-policies.ts';
import type { MeanEstimate } from '../../domain/routing/replay/estimate-mean.ts';
import type { Estimates } from '../../domain/routing/replay/measure-policies.ts';
import { summarise, warningsOf } from '../../domain/routing/replay/summarise.ts';

type ReplayOfCurrency = z.input<typeof contract.reply>['data'][number];

/** A comparison of one currency's payments as the API shows it. */
export const presentReplay = (
  currency: Currency,
  comparison: PolicyComparison,
): ReplayOfCurrency => {
  const { decisions, changed, shifts, unroutable, profit, success, byChannel } = comparison;
  const { effectiveSampleSize, unsupported, unexplored, clipped } = success.draft;
  return {
    currency,
    decisions,
    changed: Math.round(changed),
    changes: shifts.flatMap(presentShift),
    no_channel: unroutable,
    value: presentEstimates(profit),
    success_rate: presentEstimates(success),
    effective_sample_size: rounded(effectiveSampleSize),
    unsupported_share: rounded(unsupported),
    unexplored_share: rounded(unexplored),
    clipped_share: rounded(clipped),
    by_channel: byChannel.map(({ channelId, present, draft }) => ({
      channel: channelIdSchema.parse(channelId),
      present: presentShare(present),
      draft: presentShare(draft),
    })),
    fees: { present: feesOf(byChannel, 'present'), draft: feesOf(byChannel, 'draft') },
    summary: summarise(currency, comparison),
    warnings: warningsOf(comparison),
  };
};

const presentShift = ({
  from,
  to,
  count,
  examples,
  reasons,
}: ExplainedShift): ReplayOfCurrency['changes'] => {
  // A payment without any channel now is not among those that are compared.
  if (from === undefined || Math.round(count) === 0) return [];
  return [
    {
      from_channel: channelIdSchema.parse(from),
      to_channel: to === undefined ? null : channelIdSchema.parse(to),
      count: Math.round(count),
      examples: examples.map(({ orderId }) => toOrderId(orderId)),
      reasons: reasons.map(({ channelId, code, en, zh }) => ({
        channel: channelIdSchema.parse(channelId),
        code,
        en,
        zh,
      })),
    },
  ];
};

const presentEstimates = ({
  logged,
  present,
  draft,
  difference,
}: Estimates): ReplayOfCurrency['value'] => ({
  logged: presentMean(logged),
  present: presentBoth(present),
  draft: presentBoth(draft),
  difference: presentBoth(difference),
});

const presentBoth = ({
  snips,
  doublyRobust,
}: {
  readonly snips: MeanEstimate;
  readonly doublyRobust: MeanEstimate;
}) => ({ snips: presentMean(snips), doubly_robust: presentMean(doublyRobust) });

const presentMean = ({ mean, low, high }: MeanEstimate): MeanEstimate => ({
  mean: mean === null ? null : rounded(mean),
  low: low === null ? null : rounded(low),
  high: high === null ? null : rounded(high),
});

const presentShare = ({ share, feesMinor }: ChannelChange['present']) => ({
  share: rounded(share),
  fees: Math.round(feesMinor),
});

const feesOf = (byChannel: readonly ChannelChange[], policy: 'present' | 'draft'): number =>
  Math.round(byChannel.reduce((sum, change) => sum + change[policy].feesMinor, 0));

/** Four digits, and no negative zero. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000 + 0;
