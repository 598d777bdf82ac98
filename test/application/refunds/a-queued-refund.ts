import type { RefundOutcome } from '#shared/application/ports/channel-port.ts';
import { requestRefund } from '#shared/application/refunds/request-refund.ts';
import type { FollowUpMessage } from '#shared/contract/queues.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import { aTill } from '../support/a-till.ts';

export const UNKNOWN: RefundOutcome = { kind: 'unknown', detail: 'time-out' };
export const NOBODY_THERE: RefundOutcome = {
  kind: 'did_not_happen',
  reason: 'connection refused',
  transient: true,
};

/** A delivered order whose refund is queued. */
export const aQueuedRefund = async (
  dynamo: Dynamo,
  { repeatably = false, redirects = false, amountMinor = undefined as number | undefined } = {},
) => {
  const till = aTill(dynamo, { refundsRepeatably: repeatably, redirectsRefunds: redirects });
  const order = await till.order(await till.sells({ cards: 1 }));
  const attempt = await till.attempt(order);
  await till.report(order, attempt);
  const { id: refundId } = await requestRefund(till.deps, {
    tenant: order.tenant,
    orderId: order.id,
    attemptId: undefined,
    amountMinor,
    reason: 'the buyer changed their mind',
    actor: 'Li',
    cards: undefined,
    requestKey: undefined,
  });
  const read = async () => {
    const aggregate = await till.load(order);
    const refund = aggregate.refunds.find(({ id }) => id === refundId);
    if (!refund) throw new Error('the refund is gone');
    return { order: aggregate.order, refund };
  };
  const message = (): FollowUpMessage => ({
    kind: 'submit_refund',
    tenant: order.tenant,
    orderId: order.id,
    refundId,
    dueAt: till.now().toISOString(),
  });
  /** What the provider does, call by call; the last answer repeats. */
  const answers = (...outcomes: RefundOutcome[]) => {
    let call = 0;
    till.provider.setRefund(async () => outcomes[Math.min(call++, outcomes.length - 1)] ?? UNKNOWN);
  };
  const asked = () => till.provider.askedToRefund;
  return { till, order, attempt, refundId, read, message, answers, asked };
};

export const BOTH_KINDS = [
  ['that takes a repeated number for the same refund', true],
  ['that must not be asked twice', false],
] as const;
