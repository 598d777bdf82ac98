import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type BuyerHabit, buyerKeyText } from '../../domain/orders/buyer-habit.ts';
import type { BuyerHabitReader } from '../ports/buyer-habits.ts';
import type { Log, Runtime } from '../ports/runtime.ts';

export interface KnownBuyerDeps {
  /** Absent: every buyer is a new one. */
  readonly habits?: BuyerHabitReader;
  readonly runtime: Pick<Runtime, 'sha256'>;
  readonly log: Pick<Log, 'warn'>;
}

/** What is known of a buyer. Nothing, when it cannot be read: a habit must never keep anybody from buying. */
export const knownBuyer = async (
  { habits, runtime, log }: KnownBuyerDeps,
  { tenant, contact }: { readonly tenant: Tenant; readonly contact: string },
): Promise<BuyerHabit> => {
  const key = runtime.sha256(buyerKeyText(tenantKey(tenant), contact));
  try {
    return { key, paidOrders: 0, ...(await habits?.readHabit(tenant, key)) };
  } catch (error) {
    log.warn("a buyer's habit could not be read", { error });
    return { key, paidOrders: 0 };
  }
};
