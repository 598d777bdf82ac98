import { Webhook } from 'standardwebhooks';

/**
 * Headers of a Standard Webhooks message (standardwebhooks.com, specification 1.0): one signature for every live
 * secret, separated by spaces, so that a receiver can change over from one to the other at any moment.
 *
 * The library's `Webhook.verify` is the other side.
 */
export const signWebhook = (message: {
  readonly messageId: string;
  readonly signedAt: Date;
  readonly body: string;
  readonly secrets: readonly string[];
}): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> => ({
  'webhook-id': message.messageId,
  'webhook-timestamp': String(Math.floor(message.signedAt.getTime() / 1000)),
  'webhook-signature': message.secrets
    .map((secret) => new Webhook(secret).sign(message.messageId, message.signedAt, message.body))
    .join(' '),
});
