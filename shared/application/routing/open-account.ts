import type { Channel } from '../../domain/channels/channel.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { accountOfPayment } from './account-versions.ts';
import { loadPort, type OpenChannelDeps, type OpenedChannel, openChannel } from './open-channel.ts';

/**
 * Opens the account that a payment was made under, which need not be the channel's present one.
 *
 * @returns `undefined` when that account's secrets were dropped
 * @throws Error as {@link openChannel}, and when the channel is known as it was before the payment
 */
export const openAccount = async (
  deps: OpenChannelDeps,
  channel: Channel,
  { accountVersion }: Pick<Attempt, 'accountVersion'>,
): Promise<OpenedChannel | undefined> => {
  const account = accountOfPayment(await loadPort(deps, channel), channel, accountVersion);
  return account && openChannel(deps, account);
};
