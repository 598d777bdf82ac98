import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import type { QueryOutcome } from '../ports/channel-port.ts';
import type { Sealer } from '../ports/sealer.ts';
import { type ChangeOrderDeps, changeOrder } from './change-order.ts';
import { keepSecret } from './keep-secret.ts';
import { sealKept } from './payment-reference.ts';

export interface ReportPaymentDeps extends ChangeOrderDeps {
  readonly sealer: Sealer;
}

/**
 * Applies what a provider answered about a payment, by the same path as its notification, together with what its adapter
 * wants kept.
 *
 * @param source what the answer was to
 * @returns the attempt as it is afterwards
 */
export const reportPayment = async (
  deps: ReportPaymentDeps,
  tenant: Tenant,
  known: Attempt,
  outcome: Extract<QueryOutcome, { kind: 'found' }>,
  source: 'query' | 'step',
): Promise<Attempt | undefined> => {
  const { id: attemptId, channelId } = known;
  const { status, amount, providerReference, failureReason } = outcome;
  const kept = await sealKept(deps.sealer, tenant, known, outcome.kept);
  const result = await changeOrder(deps, {
    tenant,
    orderId: orderIdOfAttempt(attemptId),
    event: {
      kind: 'payment_reported',
      attemptId,
      channelId,
      status,
      amount,
      providerReference,
      failureReason,
      kept,
      source,
    },
  });
  if (result.kind !== 'changed' && result.kind !== 'no_change') return undefined;
  const { attempts } = result.kind === 'changed' ? result.after : result.before;
  const attempt = attempts.find(({ id }) => id === attemptId);
  return kept && attempt && attempt.kept !== kept
    ? keepSecret(deps, { tenant, attemptId }, kept)
    : attempt;
};
