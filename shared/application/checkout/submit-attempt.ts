import { METRICS } from '../../contract/metrics.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { providerOrderNumberOf } from '../../domain/identity/ids.ts';
import type { Attempt, FailureReason } from '../../domain/orders/attempt.ts';
import type { ChangeOrderDeps } from '../orders/change-order.ts';
import type { CreateOutcome } from '../ports/channel-port.ts';
import type { CapMove, OrderAggregate } from '../ports/order-store.ts';
import { type OpenChannelDeps, openChannel } from '../routing/open-channel.ts';

interface Submission {
  readonly kind: CreateOutcome['kind'];
  readonly aggregate: OrderAggregate;
  /** The gateway itself is out of reach, so that sister accounts at the same one would fail too. */
  readonly upstreamFailed: boolean;
}

const UPSTREAM_REASONS: readonly FailureReason[] = ['provider_unreachable', 'provider_maintenance'];

/**
 * Sends a recorded attempt to its provider and writes down what came of it. If the process dies in between, the
 * attempt stays `submitted` and the follow-ups ask the provider.
 */
export const submitAttempt = async (
  deps: ChangeOrderDeps & OpenChannelDeps,
  aggregate: OrderAggregate,
  attempt: Attempt,
  channel: Channel,
  request: { readonly buyerIp: string; readonly returnUrl: string },
): Promise<Submission> => {
  const { order } = aggregate;
  const { port, context } = await openChannel(deps, channel);
  const outcome = await port.create(context, {
    orderNumber: providerOrderNumberOf(attempt.id),
    amount: attempt.amount,
    method: attempt.method,
    device: attempt.device,
    subject: order.product.name,
    returnUrl: request.returnUrl,
    buyerIp: request.buyerIp,
    expiresAt: new Date(attempt.expiresAt),
  });
  if (outcome.kind === 'unknown') {
    deps.metrics.count(METRICS.providerUnknownOutcome);
    deps.log.warn('a provider did not answer clearly; the payment is asked about', {
      attemptId: attempt.id,
      detail: outcome.detail,
    });
  }
  const answered = withOutcome(attempt, outcome, deps.runtime.now());
  const caps: CapMove[] =
    outcome.kind === 'did_not_happen' && attempt.capDay
      ? [
          {
            kind: 'release',
            channelId: attempt.channelId,
            day: attempt.capDay,
            amount: attempt.amount,
          },
        ]
      : [];
  const recorded = await deps.orders.recordAttempt(order.tenant, answered, caps);
  if (recorded.kind === 'recorded') {
    return {
      kind: outcome.kind,
      aggregate: { ...aggregate, attempts: replaced(aggregate, answered) },
      upstreamFailed:
        outcome.kind === 'did_not_happen' && UPSTREAM_REASONS.includes(outcome.reason),
    };
  }
  // A notification was faster than the reply to our call: it knows more than we do.
  const latest = await deps.orders.load(order.tenant, order.id);
  return { kind: 'happened', aggregate: latest ?? aggregate, upstreamFailed: false };
};

const replaced = ({ attempts }: OrderAggregate, changed: Attempt): Attempt[] =>
  attempts.map((attempt) => (attempt.id === changed.id ? changed : attempt));

const withOutcome = (attempt: Attempt, outcome: CreateOutcome, now: Date): Attempt => {
  const next = { ...attempt, version: attempt.version + 1, updatedAt: now.toISOString() };
  switch (outcome.kind) {
    case 'happened':
      return {
        ...next,
        state: 'pending',
        nextAction: outcome.nextAction,
        providerReference: outcome.providerReference ?? attempt.providerReference,
      };
    case 'did_not_happen':
      return {
        ...next,
        state: 'failed',
        failureReason: outcome.reason,
        failureDetail: outcome.detail,
        capDay: undefined,
      };
    case 'unknown':
      return { ...next, state: 'unknown', failureDetail: outcome.detail };
  }
};
