import { notFound } from '../../domain/errors/app-error.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { CallbackQueue } from '../ports/queue.ts';
import type { Runtime } from '../ports/runtime.ts';

/** Sends a stored callback through the queue again, as a new message with its own trace. */
export const replayCallback = async (
  deps: {
    readonly orders: Pick<OrderStore, 'trace'>;
    readonly queue: CallbackQueue;
    readonly runtime: Runtime;
  },
  request: { tenant: Tenant; orderId: string; callbackId: string },
): Promise<{ id: string }> => {
  const trace = await deps.orders.trace(request.tenant, request.orderId, request.callbackId);
  if (!trace) throw notFound('callback');
  const { effect: _effect, effectDetail: _detail, appliedAt: _at, ...message } = trace;
  const id = deps.runtime.newId('callback');
  await deps.queue.send([{ message: { ...message, id }, group: tenantKey(request.tenant) }]);
  return { id };
};
