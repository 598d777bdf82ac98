import type { DeliveryHook } from '../../application/ports/delivery-hook.ts';
import { exchange } from './exchange.ts';
import { createHttpAgents } from './http-agents.ts';
import { signWebhook } from './sign-webhook.ts';
import type { WebhookHttpOptions } from './webhook-http.ts';

const TIMEOUT_MILLIS = 10_000;
/** The largest content as JSON, every character escaped, and room around it. */
const MAX_ANSWER_BYTES = 128_000;

/** Delivery hooks over HTTP: signed like webhooks, under the same rules for addresses; the answer counts as a whole. */
export const createDeliveryHook = ({
  ca,
  timeoutMillis = TIMEOUT_MILLIS,
  ...rules
}: WebhookHttpOptions): DeliveryHook => {
  const agents = createHttpAgents(rules, { ca });
  return {
    ask: async ({ secret, url, ...message }) => {
      const outcome = await exchange(
        { agents, rules },
        {
          method: 'POST',
          url,
          headers: {
            'content-type': 'application/json; charset=utf-8',
            accept: 'application/json',
            ...signWebhook({ ...message, secrets: [secret] }),
          },
          body: message.body,
          timeoutMillis,
          maxAnswerBytes: MAX_ANSWER_BYTES,
          longAnswer: 'refuse',
        },
      );
      return outcome.kind === 'response'
        ? { kind: 'answered', status: outcome.status, body: outcome.body.toString('utf8') }
        : { kind: 'failed', detail: outcome.detail };
    },
  };
};
