import type { Channel } from '../../domain/channels/channel.ts';
import { accountVersionOf } from '../../domain/channels/retired-accounts.ts';
import type { ChannelPort } from '../ports/channel-port.ts';
import { accountIdentity } from './account-identity.ts';

/** A channel with one of the accounts it has had in the place of the present one. */
export type ChannelUnder = Channel & { readonly accountVersion: number };

/** Every account of a channel whose secrets are known, newest first: the present one, then those it replaced. */
export const accountsOf = (channel: Channel): ChannelUnder[] => [
  { ...channel, accountVersion: accountVersionOf(channel) },
  ...(channel.retiredAccounts ?? []).flatMap(({ version, config, credentials, credentialNames }) =>
    credentials
      ? [{ ...channel, accountVersion: version, config, credentials, credentialNames }]
      : [],
  ),
];

/** Every account that is remembered, with or without its secrets, newest first. */
const remembered = (channel: Channel): { version: number; config: Channel['config'] }[] => [
  { version: accountVersionOf(channel), config: channel.config },
  ...(channel.retiredAccounts ?? []),
];

/**
 * The account to ask about a payment that was made under `version`: that one with the newest secrets it has had, because
 * a provider takes no others.
 *
 * @returns `undefined` when its secrets were dropped or it was forgotten: nobody can be asked
 * @throws Error when the channel is older than the payment: whoever asks must read it again
 */
export const accountOfPayment = (
  port: ChannelPort,
  channel: Channel,
  version = 1,
): ChannelUnder | undefined => {
  if (version > accountVersionOf(channel))
    throw new Error(`channel ${channel.id} is known as it was before account ${version}`);
  const own = remembered(channel).find((one) => one.version === version);
  if (!own) return undefined;
  const identity = accountIdentity(port, own.config);
  const newest = remembered(channel).find(
    (one) =>
      one.version === version ||
      (one.version > version &&
        identity !== undefined &&
        accountIdentity(port, one.config) === identity),
  );
  return accountsOf(channel).find(({ accountVersion }) => accountVersion === newest?.version);
};

/**
 * Payments that the secrets of `version` can vouch for, by the version they were made under: those of the same account,
 * up to the time when these secrets were replaced. A key that was replaced buys nothing new.
 */
export const vouchesFor = (port: ChannelPort, channel: Channel, version: number): number[] => {
  const own = remembered(channel).find((one) => one.version === version);
  const identity = own && accountIdentity(port, own.config);
  return remembered(channel)
    .filter(
      (one) =>
        one.version === version ||
        (one.version < version &&
          identity !== undefined &&
          accountIdentity(port, one.config) === identity),
    )
    .map((one) => one.version);
};
