import type { KnownDevice } from '../../domain/checkout/known-device.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { deviceMarks } from './device-marks.ts';

/** 128 bits. */
const ID_BYTES = 16;

/**
 * What the browser that looks at an order is to remember; `undefined` when it knows already. A browser without a device gets
 * one; the one that the order was paid from learns which way to pay worked.
 */
export const deviceAfterView = (
  runtime: Pick<Runtime, 'now' | 'newSecret' | 'sha256'>,
  { order, attempts }: Pick<OrderAggregate, 'order' | 'attempts'>,
  device: KnownDevice | undefined,
): KnownDevice | undefined => {
  if (!device)
    return {
      id: runtime.newSecret(ID_BYTES),
      since: runtime.now().toISOString().slice(0, 10),
    };
  const paid = attempts.find(({ id }) => id === order.paidAttemptId);
  const own = deviceMarks(runtime, order.tenant, { device })?.device;
  if (!paid || paid.marks?.device !== own || paid.method === device.lastMethod) return undefined;
  return { ...device, lastMethod: paid.method };
};
