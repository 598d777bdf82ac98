import type { z } from 'zod';
import type { paymentPoliciesObject } from '../../contract/api/merchants.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { PaymentPolicies } from '../../domain/policies/payment-policies.ts';
import type { VersionedSettings } from '../ports/versioned-settings.ts';

/** Payment policies as the API shows them. */
export const presentPolicies = (
  { mode }: Tenant,
  { settings: policies, updatedAt }: VersionedSettings<PaymentPolicies>,
): z.input<typeof paymentPoliciesObject> => ({
  object: 'payment_policies',
  mode,
  late: {
    deliver_within_hours: policies.late.deliverWithinHours,
    afterwards: policies.late.afterwards,
  },
  after_cancellation: policies.afterCancellation,
  duplicate: policies.duplicate,
  underpaid: {
    tolerance_basis_points: policies.underpaid.toleranceBasisPoints,
    beyond: policies.underpaid.beyond,
  },
  overpaid: {
    tolerance_basis_points: policies.overpaid.toleranceBasisPoints,
    beyond: policies.overpaid.beyond,
  },
  out_of_stock: {
    wait_hours: policies.outOfStock.waitHours,
    afterwards: policies.outOfStock.afterwards,
  },
  automatic_refund_limits: policies.automaticRefundLimits,
  refunded_cards: policies.refundedCards,
  stock_share: {
    percent: policies.stockShare.percent,
    count_by: policies.stockShare.countBy,
  },
  updated_at: updatedAt ?? null,
});
