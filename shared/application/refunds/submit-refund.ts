import { METRICS } from '../../contract/metrics.ts';
import { concurrentChange } from '../../domain/errors/app-error.ts';
import { orderIdOfRefund, providerRefundNumberOf } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import type { Refund } from '../../domain/refunds/refund.ts';
import { isForRefundHintAlone, nextRefundAt } from '../../domain/refunds/refund-schedule.ts';
import { isDue } from '../orders/follow-up.ts';
import { paymentReference } from '../orders/payment-reference.ts';
import type { RefundOutcome } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import { openAccount } from '../routing/open-account.ts';
import type { OpenChannelDeps, OpenedChannel } from '../routing/open-channel.ts';
import { type NoteRefundOutcomeDeps, noteRefundOutcome } from './note-refund-outcome.ts';
import { openReceiver } from './refund-receiver.ts';

export interface SubmitRefundDeps extends NoteRefundOutcomeDeps, OpenChannelDeps {
  readonly channels: ChannelReader;
}

/** Nobody has known for so long whether a refund happened that a person should look. */
const AGEING_MILLIS = 15 * 60_000;

/**
 * Sends a recorded refund to its provider, or asks again what became of it. It is written down before the provider is
 * called that it is being asked. After a crash or a lost answer the same number is sent again where the provider takes
 * that for the same refund; where it does not, nothing is repeated and a person is asked.
 */
export const submitRefund = async (
  deps: SubmitRefundDeps,
  tenant: Tenant,
  refundId: string,
): Promise<void> => {
  const orderId = orderIdOfRefund(refundId);
  const aggregate = await deps.orders.load(tenant, orderId);
  const refund = aggregate?.refunds.find(({ id }) => id === refundId);
  const attempt = aggregate?.attempts.find(({ id }) => id === refund?.attemptId);
  if (!refund || !attempt || !isRefundDue(refund, deps.runtime.now())) return;
  const channel = await deps.channels.read(tenant, refund.channelId);
  if (!channel) throw new Error(`refund ${refundId} names the missing channel ${refund.channelId}`);
  const opened = await openAccount(deps, channel, attempt);
  if (opened && !opened.port.refund)
    return noteRefundOutcome(deps, tenant, refund, {
      kind: 'did_not_happen',
      reason:
        'this provider cannot pay back; do it in its own console, then answer the order’s question',
    });
  if (opened && isHopelessHint(refund, opened, deps.runtime.now()))
    return forgetHint(deps, tenant, refund);
  const asking = await noteAsked(deps, tenant, refund);
  // Somebody else asks at this moment, or knows the result already.
  if (!asking) return;
  noteAgeing(deps, asking);
  if (!opened) return noteRefundOutcome(deps, tenant, asking, accountDropped(refund));
  if (refund.state !== 'queued' && !repeats(opened))
    return noteRefundOutcome(deps, tenant, asking, {
      kind: 'unknown',
      detail: refund.detail ?? 'the provider was asked, and its answer got lost',
    });
  const outcome = await askProvider(deps, opened, { tenant, attempt, refund: asking });
  if (outcome.kind === 'unknown') deps.metrics.count(METRICS.providerUnknownOutcome);
  await noteRefundOutcome(deps, tenant, asking, outcome, {
    before: refund.state,
    canAskAgain: repeats(opened),
  });
};

/** Whether the refund itself waits for a question now; repeated messages must not ask twice at once. */
const isRefundDue = (refund: Refund, now: Date): boolean => {
  const dueAt = nextRefundAt(refund);
  return dueAt !== undefined && isDue({ kind: 'submit_refund', dueAt: dueAt.toISOString() }, now);
};

/** It was announced that it changed, and asking would be a second refund. */
const isHopelessHint = (refund: Refund, opened: OpenedChannel, now: Date): boolean =>
  refund.state !== 'queued' && isForRefundHintAlone(refund, now) && !repeats(opened);

/** Somebody who is faster changes it anyway. */
const forgetHint = async (
  deps: SubmitRefundDeps,
  tenant: Tenant,
  refund: Refund,
): Promise<void> => {
  await deps.orders.recordRefund(tenant, {
    ...refund,
    askAt: undefined,
    version: refund.version + 1,
  });
};

/** Only one that nobody has been asked for is certain not to have happened. */
const accountDropped = ({ state }: Refund): RefundOutcome => {
  const detail =
    'the secrets of the account that took the payment were dropped; pay back in the provider’s own console, then answer the order’s question';
  return state === 'queued'
    ? { kind: 'did_not_happen', reason: detail }
    : { kind: 'unknown', detail };
};

const repeats = ({ port, context }: OpenedChannel): boolean =>
  port.refundsRepeatably?.(context.config) ?? false;

const noteAsked = async (
  deps: SubmitRefundDeps,
  tenant: Tenant,
  refund: Refund,
): Promise<Refund | undefined> => {
  const asking: Refund = {
    ...refund,
    state: refund.state === 'queued' ? 'submitted' : refund.state,
    askedCount: refund.askedCount + (isForRefundHintAlone(refund, deps.runtime.now()) ? 0 : 1),
    askAt: undefined,
    version: refund.version + 1,
    updatedAt: deps.runtime.now().toISOString(),
  };
  const recorded = await deps.orders.recordRefund(tenant, asking);
  // Nobody was asked yet: whoever brought this comes again.
  if (recorded.kind === 'contended')
    throw concurrentChange('The refund is being changed by others at the same time.');
  return recorded.kind === 'recorded' ? asking : undefined;
};

const askProvider = async (
  { sealer }: SubmitRefundDeps,
  { port, context }: OpenedChannel,
  { tenant, attempt, refund }: { tenant: Tenant; attempt: Attempt; refund: Refund },
): Promise<RefundOutcome> => {
  if (!port.refund) throw new Error(`provider ${port.provider} has no refunds`);
  const receiver = await openReceiver(sealer, tenant, refund);
  return port.refund(context, {
    ...(await paymentReference(sealer, tenant, attempt)),
    amount: attempt.paidAmount ?? attempt.amount,
    refundNumber: providerRefundNumberOf(refund.id),
    refundAmount: refund.amount,
    refundCreatedAt: new Date(refund.createdAt),
    reason: refund.reason,
    ...(receiver ? { receiver } : {}),
  });
};

const noteAgeing = (deps: SubmitRefundDeps, refund: Refund): void => {
  const age = deps.runtime.now().getTime() - Date.parse(refund.createdAt);
  if (refund.state !== 'unknown' || age < AGEING_MILLIS) return;
  deps.metrics.count(METRICS.unknownAgeing);
  deps.log.error('a refund has been unknown for long', {
    refundId: refund.id,
    provider: refund.provider,
    ageSeconds: Math.round(age / 1000),
  });
};
