import type { CallbackMessage } from '#shared/contract/queues.ts';
import type { VerifiedNotification } from '#shared/domain/callbacks/notification.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { CHANNEL_A, NOW } from '#test/support/builders.ts';

/** A verified callback of the till's channel about an order, as it lies in the queue. */
export const aNotice = (
  { tenant }: Pick<Order, 'tenant'>,
  notification: VerifiedNotification,
  changes: Partial<CallbackMessage> = {},
): CallbackMessage => ({
  id: systemRuntime.newId('callback'),
  tenant,
  channelId: CHANNEL_A,
  provider: 'fake',
  receivedAt: NOW.toISOString(),
  httpMethod: 'POST',
  query: '',
  contentType: '',
  body: '',
  confirm: false,
  notification,
  ...changes,
});
