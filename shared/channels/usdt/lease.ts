import type { Lease } from '../../application/ports/lease-store.ts';
import type { PaymentReference } from '../channel.ts';
import { settingsOf, type UsdtContext, watchedAddresses } from './config.ts';
import { type Slot, slotsOf } from './slots.ts';

type Leased = Pick<PaymentReference, 'orderNumber' | 'amount' | 'createdAt' | 'expiresAt'>;

/** Who has a slot: the order number, and the price, because what is asked for may be more. */
const holderOf = ({ orderNumber, amount }: Leased): string => `${orderNumber}/${amount.minor}`;

export const readHolder = (holder: string): { orderNumber: string; priceMinor: bigint } => {
  const [orderNumber = '', minor = '0'] = holder.split('/');
  return { orderNumber, priceMinor: BigInt(minor) };
};

/** Most slots that one payment tries; with fewer free ones than one in so many, others must be added. */
const MAX_TRIES = 400;

/**
 * Takes the first free slot of the payment's own order. `from` is the payment's own time, so that a payment which is made
 * again finds the others held as they were, and gets what it had.
 *
 * @returns `undefined`: none is free
 */
export const takeSlot = async (
  { config, leases }: UsdtContext,
  payment: Leased,
): Promise<Slot | undefined> => {
  const holder = holderOf(payment);
  const from = payment.createdAt;
  const until = leaseEnd(config, payment);
  const slots = slotsOf(config, config.addresses, payment).flat();
  for (const slot of slots.slice(0, MAX_TRIES)) {
    const taken = await leases.take({ resource: slot.resource, holder, from, until });
    if (taken === 'taken') return slot;
  }
  return undefined;
};

export const leaseEnd = (config: UsdtContext['config'], { expiresAt }: Leased): Date =>
  new Date(expiresAt.getTime() + settingsOf(config).cooldownMillis);

/** The slot that a payment has, as long as nobody else got it afterwards. */
export const findSlot = async (
  { config, leases }: UsdtContext,
  payment: Leased,
): Promise<Slot | undefined> => {
  const holder = holderOf(payment);
  for (const slots of slotsOf(config, watchedAddresses(config), payment))
    for (const slot of slots) {
      const lease = await leases.newest(slot.resource);
      if (lease?.holder === holder) return slot;
      // It would have been taken here.
      if (!lease || lease.until <= payment.createdAt) break;
    }
  return undefined;
};

/** Blocks bear whole seconds, and the time at which their making began. */
const TOLERANCE_MILLIS = 2_000;

export const earliest = (from: Date): Date => new Date(from.getTime() - TOLERANCE_MILLIS);

/** Whether money that came at a time is that of the lease. Also after its end: nobody else got it since. */
export const covers = (lease: Lease | undefined, at: Date): lease is Lease =>
  lease !== undefined && at >= earliest(lease.from);
