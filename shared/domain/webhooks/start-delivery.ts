import type { Tenant } from '../identity/tenant.ts';
import type { Delivery } from './delivery.ts';

/** An event that is due at an endpoint for the first time, now; version 0: not stored yet. */
export const newDelivery = (
  { tenant, eventId, endpointId }: { tenant: Tenant; eventId: string; endpointId: string },
  now: Date,
): Delivery => {
  const at = now.toISOString();
  return {
    tenant,
    eventId,
    endpointId,
    state: 'pending',
    tries: 0,
    scheduleTries: 0,
    dueAt: at,
    log: [],
    version: 0,
    createdAt: at,
    updatedAt: at,
  };
};

/** The whole schedule once more, from now; what waits of the present one is no longer due. */
export const restartDelivery = (delivery: Delivery, now: Date): Delivery => ({
  ...delivery,
  state: 'pending',
  scheduleTries: 0,
  dueAt: now.toISOString(),
  leaseUntil: undefined,
  version: delivery.version + 1,
  updatedAt: now.toISOString(),
});

/** Nobody is left to send it to. */
export const cancelDelivery = (delivery: Delivery, now: Date): Delivery => ({
  ...delivery,
  state: 'cancelled',
  dueAt: undefined,
  leaseUntil: undefined,
  version: delivery.version + 1,
  updatedAt: now.toISOString(),
});
