import type { CallbackMessage, FollowUpMessage, WebhookMessage } from '../../contract/queues.ts';

/** Sends to one queue. A call that returns has been accepted by SQS; it throws otherwise. */
export interface Queue<Message> {
  /** `delaySeconds` 0–900. Messages of one call go out in batches of ten. */
  send(
    messages: readonly { message: Message; group: string; delaySeconds?: number }[],
  ): Promise<void>;
}

export type CallbackQueue = Queue<CallbackMessage>;
export type FollowUpQueue = Queue<FollowUpMessage>;
export type WebhookQueue = Queue<WebhookMessage>;
