import type { Channel } from '../../domain/channels/channel.ts';
import type { ChannelPort, NotificationOutcome, RawCallback } from '../ports/channel-port.ts';
import { accountsOf, vouchesFor } from '../routing/account-versions.ts';
import { type OpenChannelDeps, openChannel } from '../routing/open-channel.ts';

export type VerifiedCallback =
  | (Extract<NotificationOutcome, { kind: 'verified' }> & {
      /** Payments that the account vouches for, by the account version they were made under. */
      readonly accountVersions: readonly number[];
    })
  | Exclude<NotificationOutcome, { kind: 'verified' }>;

/** What no other account of the channel would judge otherwise. */
const HOPELESS: readonly string[] = ['malformed', 'signature_missing', 'too_large'];

/**
 * Verifies a callback with the channel's present account, then with those it replaced (five at most): their providers go
 * on reporting old payments. What nobody vouches for is rejected for the present account's reason.
 */
export const verifyCallback = async (
  deps: OpenChannelDeps,
  port: ChannelPort,
  channel: Channel,
  callback: RawCallback,
): Promise<VerifiedCallback> => {
  let first: Extract<NotificationOutcome, { kind: 'rejected' }> | undefined;
  for (const account of accountsOf(channel)) {
    // An old account's settings that this build no longer reads must not keep the others from being tried.
    if (first && !port.configSchema.safeParse(account.config).success) continue;
    const { context } = await openChannel(deps, account);
    const outcome = await port.notification(context, callback);
    if (outcome.kind === 'verified')
      return { ...outcome, accountVersions: vouchesFor(port, channel, account.accountVersion) };
    if (outcome.kind === 'unavailable') return outcome;
    first ??= outcome;
    if (HOPELESS.includes(outcome.reason)) break;
  }
  if (!first) throw new Error(`channel ${channel.id} has no account`);
  return first;
};
