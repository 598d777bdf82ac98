import type { WebhookMessage } from '../../contract/queues.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';

/** Asks the queue `webhooks` to tell a merchant's endpoints what happened at one moment, in one message. */
export const fanOutRequest = (
  tenant: MerchantEvent['tenant'],
  events: readonly MerchantEvent[],
): { message: WebhookMessage; group: string } => ({
  message: { kind: 'fan_out', events: [...events] },
  group: tenantKey(tenant),
});
