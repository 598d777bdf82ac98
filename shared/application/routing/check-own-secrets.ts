import { z } from 'zod';
import type { Channel } from '../../domain/channels/channel.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import type { ChannelPort } from '../ports/channel-port.ts';
import type { Sealer } from '../ports/sealer.ts';
import { accountIdentity, secretHolder } from './account-identity.ts';
import { accountsOf } from './account-versions.ts';
import type { ProviderSettings } from './check-provider-settings.ts';
import { openCredentials } from './open-credentials.ts';

const credentialsSchema = z.record(z.string(), z.string());

/**
 * Refuses a secret that another account of the shop has already: whoever learns it could report payments of both, and
 * usually it was pasted into the wrong form. An account that was replaced counts as long as its secrets are kept: they
 * still vouch for its payments. The same account may be set up twice, and a service provider's secrets serve each of its
 * merchants.
 *
 * @throws AppError invalid_channel_config; the message names the other account and never the secret
 */
export const checkOwnSecrets = async (
  deps: { readonly sealer: Sealer },
  port: ChannelPort,
  { config, credentials }: ProviderSettings,
  others: readonly Channel[],
): Promise<void> => {
  const account = accountIdentity(port, config);
  const sisters = others.filter(({ provider }) => provider === port.provider);
  for (const sister of sisters.flatMap(accountsOf)) {
    if (accountIdentity(port, sister.config) === account) continue;
    const theirs = credentialsSchema.parse(await openCredentials(deps.sealer, sister));
    const shared = port.ownSecrets.find(
      (name) =>
        credentials[name] !== undefined &&
        credentials[name] === theirs[name] &&
        !isOneHolder(port, name, config, sister.config),
    );
    if (shared === undefined) continue;
    const param = `credentials.${shared}`;
    throw new AppError(
      'invalid_channel_config',
      `"${param}": the channel ${sister.id} ("${sister.label}") has the same secret for another account. Every account has its own; check which one this is.`,
      { param },
    );
  }
};

const isOneHolder = (
  port: ChannelPort,
  secret: string,
  ours: Channel['config'],
  theirs: Channel['config'],
): boolean => {
  const holder = secretHolder(port, ours, secret);
  return holder !== undefined && holder === secretHolder(port, theirs, secret);
};
