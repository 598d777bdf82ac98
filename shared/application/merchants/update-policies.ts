import type { z } from 'zod';
import type { updatePaymentPolicies } from '../../contract/api/merchants.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import {
  type PaymentPolicies,
  paymentPoliciesSchema,
} from '../../domain/policies/payment-policies.ts';
import type { PolicyStore } from '../ports/policy-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { VersionedSettings } from '../ports/versioned-settings.ts';
import { changeVersionedSettings } from './change-versioned-settings.ts';

type Changes = z.output<typeof updatePaymentPolicies.body>;

/**
 * Changes the parts that are named. A change that meets another one is made again on top of it.
 *
 * @throws AppError concurrent_change
 */
export const updatePolicies = (
  {
    policyStore: store,
    runtime,
  }: { readonly policyStore: PolicyStore; readonly runtime: Pick<Runtime, 'now'> },
  tenant: Tenant,
  changes: Changes,
): Promise<VersionedSettings<PaymentPolicies>> =>
  changeVersionedSettings({ store, runtime, what: 'policies' }, tenant, (known) =>
    changedPolicies(known, changes),
  );

const changedPolicies = (known: PaymentPolicies, changes: Changes): PaymentPolicies =>
  paymentPoliciesSchema.parse({
    late: changes.late
      ? {
          deliverWithinHours: changes.late.deliver_within_hours,
          afterwards: changes.late.afterwards,
        }
      : known.late,
    afterCancellation: changes.after_cancellation ?? known.afterCancellation,
    duplicate: changes.duplicate ?? known.duplicate,
    underpaid: tolerance(changes.underpaid) ?? known.underpaid,
    overpaid: tolerance(changes.overpaid) ?? known.overpaid,
    outOfStock: changes.out_of_stock
      ? {
          waitHours: changes.out_of_stock.wait_hours,
          afterwards: changes.out_of_stock.afterwards,
        }
      : known.outOfStock,
    automaticRefundLimits: { ...known.automaticRefundLimits, ...changes.automatic_refund_limits },
    refundedCards: changes.refunded_cards ?? known.refundedCards,
    stockShare: changes.stock_share
      ? { percent: changes.stock_share.percent, countBy: changes.stock_share.count_by }
      : known.stockShare,
  });

const tolerance = <Beyond extends string>(
  part: { tolerance_basis_points: number; beyond: Beyond } | undefined,
): { toleranceBasisPoints: number; beyond: Beyond } | undefined =>
  part && { toleranceBasisPoints: part.tolerance_basis_points, beyond: part.beyond };
