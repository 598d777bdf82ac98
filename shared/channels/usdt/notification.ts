import type { NotificationOutcome } from '../channel.ts';

/** Nobody has anything to say here: payments are seen on the chain, by `watch` and `query`. */
export const notification = async (): Promise<NotificationOutcome> => ({
  kind: 'rejected',
  reason: 'signature_missing',
  detail: 'nobody notifies of transfers: the chain is looked at',
});
