import { AppError, notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Refund } from '../../domain/refunds/refund.ts';
import { type ChangeOrderDeps, changeOrder } from '../orders/change-order.ts';

export interface RefundRequest {
  readonly tenant: Tenant;
  readonly orderId: string;
  readonly attemptId: string | undefined;
  readonly amountMinor: number | undefined;
  readonly reason: string;
  readonly actor: string;
  readonly cards: Refund['cards'] | undefined;
  /** The caller's own key: the same key again is the same refund. */
  readonly requestKey: string | undefined;
}

/**
 * Records a refund; the follow-ups send it to the provider.
 *
 * @throws AppError not_found · invalid_parameter · state_conflict · limit_exceeded · concurrent_change
 */
export const requestRefund = async (
  deps: ChangeOrderDeps,
  { tenant, orderId, amountMinor, requestKey, ...rest }: RefundRequest,
): Promise<Refund> => {
  const hashedKey = requestKey === undefined ? undefined : deps.runtime.sha256(requestKey);
  const result = await changeOrder(deps, {
    tenant,
    orderId,
    event: {
      kind: 'refund_requested',
      ...rest,
      amountMinor: amountMinor === undefined ? undefined : BigInt(amountMinor),
      requestKey: hashedKey,
    },
  });
  switch (result.kind) {
    case 'changed': {
      const [refund] = result.decision.refunds;
      if (!refund) throw new Error('a refund request makes one refund');
      return refund;
    }
    case 'no_change':
      return knownRefund(result.before.refunds, hashedKey);
    case 'refused':
      throw result.error;
    case 'no_order':
      throw notFound('order');
    case 'cap_reached':
      throw new Error('a refund reserves no cap');
  }
};

const knownRefund = (refunds: readonly Refund[], requestKey: string | undefined): Refund => {
  const known = refunds.find((refund) => refund.requestKey === requestKey);
  if (!known) throw new AppError('state_conflict', 'The order changed meanwhile. Read it again.');
  return known;
};
