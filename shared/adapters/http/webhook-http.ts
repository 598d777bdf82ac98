import type { WebhookSender } from '../../application/ports/webhook-sender.ts';
import { exchange } from './exchange.ts';
import type { AddressRules } from './guarded-address.ts';
import { createHttpAgents, type TlsTrust } from './http-agents.ts';
import { signWebhook } from './sign-webhook.ts';

const TIMEOUT_MILLIS = 10_000;
/** Enough to show a merchant what their server complained about. */
const MAX_ANSWER_BYTES = 4_096;

export interface WebhookHttpOptions extends AddressRules, TlsTrust {
  /** 10 seconds unless a test is in a hurry. */
  readonly timeoutMillis?: number;
}

/** Webhooks over HTTP: signed JSON by POST; addresses are checked and pinned at every connection. */
export const createWebhookSender = ({
  ca,
  timeoutMillis = TIMEOUT_MILLIS,
  ...rules
}: WebhookHttpOptions): WebhookSender => {
  const agents = createHttpAgents(rules, { ca });
  return {
    post: async (message) => {
      const outcome = await exchange(
        { agents, rules },
        {
          method: 'POST',
          url: message.url,
          headers: { 'content-type': 'application/json; charset=utf-8', ...signWebhook(message) },
          body: message.body,
          timeoutMillis,
          maxAnswerBytes: MAX_ANSWER_BYTES,
          longAnswer: 'cut',
        },
      );
      return outcome.kind === 'response'
        ? { kind: 'answered', status: outcome.status, body: outcome.body.toString('utf8') }
        : { kind: 'failed', detail: outcome.detail };
    },
  };
};
