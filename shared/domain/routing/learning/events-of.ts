import type { FailureReason } from '#shared/domain/channels/failures/failure-reason.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { AttemptRouting } from './attempt-routing.ts';
import type { AttemptEnded, FunnelStage, LearningEvent, MatchedRules } from './learning-event.ts';

/**
 * What an attempt, as it is stored, teaches: that it started, how it ended, and that money came after all. The same row
 * gives the same events whenever it is read, so that what was learned live can be learned again from the orders table.
 */
export const eventsOf = (attempt: Attempt): LearningEvent[] => {
  const { routing } = attempt;
  if (!routing) return [];
  const startedAt = Date.parse(attempt.createdAt);
  const events: LearningEvent[] = [
    {
      kind: 'started',
      at: startedAt,
      attemptId: attempt.id,
      channelId: attempt.channelId,
      provider: attempt.provider,
      p: routing.p,
      priorLogit: routing.priorLogit,
      ...(routing.rank === 1 ? { rules: matchedRules(attempt.channelId, routing) } : {}),
      context: {
        amountMinor: Number(attempt.amount.minor),
        currency: attempt.amount.currency,
        method: attempt.method,
        device: attempt.device,
        region: routing.region ?? '',
        issuer: routing.issuer ?? '',
        hour: routing.hour,
        riskLevel: routing.riskLevel,
        returningBuyer: routing.paidOrders > 0,
        preferredChannelId: routing.preferredChannelId,
      },
    },
  ];
  const { endedAt, paidAt, failureReason } = attempt;
  if (endedAt !== undefined && endedAt !== paidAt) {
    events.push(
      ended(attempt, Date.parse(endedAt), resultOf(failureReason, attempt), failureReason),
    );
  }
  if (paidAt !== undefined) events.push(ended(attempt, Date.parse(paidAt), 'paid', undefined));
  // An attempt that was answered in the very millisecond of its start still ends after it.
  return events.map((event, index) => (index > 0 ? { ...event, at: event.at + 1 } : event));
};

const matchedRules = (
  channelId: string,
  { rulesVersion, ruleIds, shadow }: AttemptRouting,
): MatchedRules[] => [
  ...(rulesVersion !== undefined && ruleIds?.length
    ? [{ version: rulesVersion, ruleIds, wouldChange: false }]
    : []),
  ...(shadow?.ruleIds.length
    ? [
        {
          version: shadow.version,
          ruleIds: shadow.ruleIds,
          wouldChange: shadow.channelId !== channelId,
        },
      ]
    : []),
];

const ended = (
  attempt: Attempt,
  at: number,
  result: AttemptEnded['result'],
  reason: FailureReason | undefined,
): AttemptEnded => ({
  kind: 'ended',
  at,
  attemptId: attempt.id,
  result,
  blame: reason ? FAILURES[reason].health : 'channel',
  stage: result === 'paid' ? 'paid' : stageOf(attempt, reason),
  ...(result === 'paid' && attempt.routing?.buyerKey
    ? {
        buyer: {
          key: attempt.routing.buyerKey,
          channelId: attempt.channelId,
          method: attempt.method,
        },
      }
    : {}),
});

/** A provider that had given out no way to pay never took the payment. */
const resultOf = (
  reason: FailureReason | undefined,
  { nextAction }: Attempt,
): AttemptEnded['result'] => {
  if (reason === 'expired') return 'abandoned';
  return nextAction ? 'declined' : 'refused';
};

/** A provider that says why a payment failed has met the buyer; a redirect takes them there at once. */
const stageOf = ({ nextAction }: Attempt, reason: FailureReason | undefined): FunnelStage => {
  if (nextAction === undefined) return 'created';
  return reason === 'expired' && nextAction.kind !== 'redirect' ? 'shown' : 'engaged';
};
