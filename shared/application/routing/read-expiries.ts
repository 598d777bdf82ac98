import type { Channel } from '../../domain/channels/channel.ts';
import type { Expiry } from '../../domain/channels/expiry-notice.ts';
import { loadPort, type OpenChannelDeps, openChannel } from './open-channel.ts';

/**
 * When the certificates, keys and tokens of an account end. Secrets are opened only where the provider's formats carry a
 * date.
 *
 * @throws Error as {@link openChannel}
 */
export const readExpiries = async (
  deps: OpenChannelDeps,
  channel: Channel,
): Promise<readonly Expiry[]> => {
  const { expiries } = await loadPort(deps, channel);
  if (!expiries) return [];
  const { config, credentials } = (await openChannel(deps, channel)).context;
  return expiries(config, credentials);
};

/** The same where something else must not fail for it: `undefined` when the account cannot be opened. */
export const readExpiriesIfPossible = async (
  deps: OpenChannelDeps,
  channel: Channel,
): Promise<readonly Expiry[] | undefined> => {
  try {
    return await readExpiries(deps, channel);
  } catch {
    // Whoever pays through the account, or tests it, is told what is wrong with it.
    return undefined;
  }
};
