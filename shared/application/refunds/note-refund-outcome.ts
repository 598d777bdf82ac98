import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Refund, RefundState } from '../../domain/refunds/refund.ts';
import { isAskedOften, nextRefundAt } from '../../domain/refunds/refund-schedule.ts';
import { type ChangeOrderDeps, changeOrder } from '../orders/change-order.ts';
import { scheduleFollowUps } from '../orders/follow-up.ts';
import type { RefundOutcome } from '../ports/channel-port.ts';
import type { FollowUpQueue } from '../ports/queue.ts';

export interface NoteRefundOutcomeDeps extends ChangeOrderDeps {
  readonly followUps: FollowUpQueue;
}

/** Writes down what the provider said; an answer that settles nothing is asked for again later. */
export const noteRefundOutcome = async (
  deps: NoteRefundOutcomeDeps,
  tenant: Tenant,
  refund: Refund,
  outcome: RefundOutcome,
  {
    before = refund.state,
    canAskAgain = false,
  }: { before?: RefundState; canAskAgain?: boolean } = {},
): Promise<void> => {
  const settled = (
    state: 'succeeded' | 'failed' | 'unknown',
    detail?: string,
    reference?: string,
  ) =>
    changeOrder(deps, {
      tenant,
      orderId: refund.orderId,
      event: {
        kind: 'refund_reported',
        refundId: refund.id,
        outcome: state,
        providerReference: reference,
        detail,
        actor: 'provider',
      },
    });
  switch (outcome.kind) {
    case 'succeeded':
      await settled('succeeded', undefined, outcome.providerReference);
      return;
    case 'did_not_happen':
      // This call reached nobody: what was known before it is still what is known.
      if (outcome.transient && !isAskedOften(refund))
        return askLater(deps, tenant, { ...refund, state: before, detail: outcome.reason });
      await settled(
        outcome.transient && before !== 'queued' ? 'unknown' : 'failed',
        outcome.reason,
      );
      return;
    case 'pending':
      if (isAskedOften(refund)) {
        await settled('unknown', 'the provider has not finished it for days');
        return;
      }
      return askLater(deps, tenant, {
        ...refund,
        state: 'submitted',
        providerReference: outcome.providerReference ?? refund.providerReference,
        // The provider has it now. Should its bank not take the money either, a person is asked again.
        receiver: undefined,
      });
    case 'unknown': {
      const asksAgain = canAskAgain && !isAskedOften(refund);
      if (asksAgain && !outcome.personActs)
        return askLater(deps, tenant, { ...refund, state: 'unknown', detail: outcome.detail });
      const result = await settled('unknown', outcome.detail);
      // Whatever the person does shows in the provider's answer.
      if (!asksAgain) return;
      const noted =
        result.kind === 'changed' && result.decision.refunds.find(({ id }) => id === refund.id);
      return askLater(deps, tenant, {
        ...(noted || refund),
        state: 'unknown',
        detail: outcome.detail,
      });
    }
  }
};

const askLater = async (
  deps: NoteRefundOutcomeDeps,
  tenant: Tenant,
  refund: Refund,
): Promise<void> => {
  const now = deps.runtime.now();
  const next: Refund = { ...refund, version: refund.version + 1, updatedAt: now.toISOString() };
  const recorded = await deps.orders.recordRefund(tenant, next);
  const dueAt = nextRefundAt(next);
  // A note that stays contended is lost, but not the question: the refund waits for it as it was when it was asked.
  const stillWaits = recorded.kind === 'recorded' || recorded.kind === 'contended';
  if (!stillWaits || !dueAt) return;
  await scheduleFollowUps(
    deps.followUps,
    [
      {
        kind: 'submit_refund',
        tenant,
        orderId: refund.orderId,
        refundId: refund.id,
        dueAt: dueAt.toISOString(),
      },
    ],
    now,
  );
};
