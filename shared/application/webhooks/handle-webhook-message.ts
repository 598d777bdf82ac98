import type { WebhookMessage } from '../../contract/queues.ts';
import { type DeliverDeps, deliver } from './deliver.ts';
import { fanOut } from './fan-out.ts';

/** One message of the queue `webhooks`. */
export const handleWebhookMessage = (deps: DeliverDeps, message: WebhookMessage): Promise<void> => {
  switch (message.kind) {
    case 'fan_out':
      return fanOut(deps, message.events);
    case 'deliver':
      return deliver(deps, message);
  }
};
