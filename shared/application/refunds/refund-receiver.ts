import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Refund } from '../../domain/refunds/refund.ts';
import { type RefundReceiver, refundReceiverSchema } from '../../domain/refunds/refund-receiver.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import type { Sealer } from '../ports/sealer.ts';

const contextOf = ({ merchantId }: Tenant, id: string) => ({
  merchantId,
  kind: 'refund_receiver' as const,
  id,
});

export const sealReceiver = async (
  sealer: Sealer,
  tenant: Tenant,
  refundId: string,
  receiver: RefundReceiver,
): Promise<Sealed> =>
  (await sealer.newDataKey()).seal(JSON.stringify(receiver), contextOf(tenant, refundId));

/** @returns `undefined`: the money goes back to where it came from */
export const openReceiver = async (
  sealer: Sealer,
  tenant: Tenant,
  { id, receiver }: Pick<Refund, 'id' | 'receiver'>,
): Promise<RefundReceiver | undefined> =>
  receiver
    ? refundReceiverSchema.parse(JSON.parse(await sealer.open(receiver, contextOf(tenant, id))))
    : undefined;
