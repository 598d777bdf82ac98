import { providerOrderNumberOf } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import type { PaymentReference } from '../ports/channel-port.ts';
import type { Sealer } from '../ports/sealer.ts';

/** An attempt as its provider's adapter knows it, with what that wanted kept. */
export const paymentReference = async (
  sealer: Sealer,
  tenant: Tenant,
  attempt: Attempt,
): Promise<PaymentReference> => ({
  orderNumber: providerOrderNumberOf(attempt.id),
  ...(attempt.providerReference === undefined
    ? {}
    : { providerReference: attempt.providerReference }),
  amount: attempt.amount,
  method: attempt.method,
  device: attempt.device,
  createdAt: new Date(attempt.createdAt),
  expiresAt: new Date(attempt.expiresAt),
  ...(attempt.kept
    ? { kept: await sealer.open(attempt.kept, keptContext(tenant, attempt.id)) }
    : {}),
});

/**
 * Seals what an adapter wants kept of an attempt, for the write that carries the outcome it came with: both are stored, or
 * neither is. When the process dies before that write: after a `create` nobody has the payment's link, so nobody can pay
 * it, and the attempt is sent again or given up; after a question or a step the attempt is still open, and the next
 * question brings the outcome again, and the secret where the provider tells it more than once.
 *
 * @returns `undefined` when there is nothing to keep, or the attempt has it already
 */
export const sealKept = async (
  sealer: Sealer,
  tenant: Tenant,
  attempt: Pick<Attempt, 'id' | 'kept'>,
  kept: string | undefined,
): Promise<Sealed | undefined> => {
  if (kept === undefined) return undefined;
  const context = keptContext(tenant, attempt.id);
  if (attempt.kept && (await sealer.open(attempt.kept, context)) === kept) return undefined;
  return sealFor(sealer, tenant, attempt.id, kept);
};

/** Seals what an adapter wants kept of an attempt, whatever is kept of it so far. */
export const sealFor = async (
  sealer: Sealer,
  tenant: Tenant,
  attemptId: string,
  kept: string,
): Promise<Sealed> => (await sealer.newDataKey()).seal(kept, keptContext(tenant, attemptId));

const keptContext = ({ merchantId }: Tenant, id: string) => ({
  merchantId,
  kind: 'attempt_kept' as const,
  id,
});
