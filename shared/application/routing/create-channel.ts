import type { z } from 'zod';
import type { createChannel as contract } from '../../contract/api/channels.ts';
import { assumeTerms } from '../../domain/channels/assume-terms.ts';
import type { Channel, ChannelCapabilities } from '../../domain/channels/channel.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Currency } from '../../domain/money/money.ts';
import type { ChannelPort, ChannelRegistry } from '../ports/channel-port.ts';
import type { ChannelStore } from '../ports/channel-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { WatchList } from '../ports/watch-store.ts';
import { accountCapabilities } from './account-capabilities.ts';
import { channelChanges } from './channel-changes.ts';
import { checkChannelLimits } from './check-channel-limits.ts';
import { checkOwnSecrets } from './check-own-secrets.ts';
import { checkProviderSettings } from './check-provider-settings.ts';
import { defaultUpstream } from './default-upstream.ts';
import { sealCredentials } from './seal-credentials.ts';

export interface CreateChannelDeps {
  readonly channels: ChannelStore;
  readonly registry: ChannelRegistry;
  readonly sealer: Sealer;
  readonly runtime: Pick<Runtime, 'now' | 'newId'>;
  readonly watched: Pick<WatchList, 'add'>;
}

/** Every decision looks at all accounts of a tenant: their number is kept in check. */
const MAX_CHANNELS_PER_TENANT = 100;

/**
 * Adds an account. Its settings are checked by the provider's own schemas; its secrets are sealed before they are
 * written. Figures that are left out start as the provider's usual terms.
 *
 * @throws AppError invalid_parameter · missing_parameter · invalid_channel_config · limit_exceeded
 */
export const createChannel = async (
  deps: CreateChannelDeps,
  tenant: Tenant,
  settings: z.output<typeof contract.body>,
): Promise<Channel> => {
  const { provider, status, config, credentials, currency: wanted, ...plain } = settings;
  const port = await deps.registry.load(provider);
  if (!port) {
    throw new AppError(
      'invalid_parameter',
      `"provider" must be one of: ${deps.registry.providers.join(', ')}.`,
      { param: 'provider' },
    );
  }
  checkMode(port, tenant);
  checkProviderSettings(port, { config, credentials });
  const capabilities = accountCapabilities(port, { config }) ?? port.capabilities;
  const currency = wanted ?? onlyCurrency(capabilities);
  const others = await deps.channels.list(tenant);
  checkRoom(others);
  await checkOwnSecrets(deps, port, { config, credentials }, others);

  const id = deps.runtime.newId('channel');
  const now = deps.runtime.now().toISOString();
  const methods = plain.methods ?? [...capabilities.methods];
  const own = channelChanges(plain, currency);
  const channel: Channel = {
    id,
    tenant,
    provider,
    label: plain.label,
    status,
    role: plain.role,
    priority: plain.priority,
    weight: plain.weight,
    currency,
    dayZone: plain.day_zone,
    maintenance: [],
    ...own,
    ...assumeTerms(port.terms, own, {
      methods,
      currency,
      currencies: port.capabilities.currencies,
    }),
    methods,
    upstream: plain.upstream ?? defaultUpstream(provider, config),
    config,
    ...(await sealCredentials(deps.sealer, { id, tenant }, credentials)),
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  checkChannelLimits(port, channel);
  if (port.watch) await deps.watched.add({ tenant, channelId: id });
  await deps.channels.create(channel);
  return channel;
};

const checkMode = ({ provider, capabilities }: ChannelPort, { mode }: Tenant): void => {
  if (mode === 'test' || !capabilities.testModeOnly) return;
  throw new AppError(
    'invalid_parameter',
    `The provider "${provider}" moves no money: it works with a test key (sk_test_…) only.`,
    { param: 'provider' },
  );
};

const onlyCurrency = ({ currencies }: ChannelCapabilities): Currency => {
  const [currency, ...others] = currencies;
  if (currency !== undefined && others.length === 0) return currency;
  throw new AppError(
    'missing_parameter',
    `"currency" is required: the provider takes ${currencies.join(', ')}.`,
    { param: 'currency' },
  );
};

/** Two that add the last one at the same moment may both pass: the limit guards cost, not money. */
const checkRoom = (channels: readonly Channel[]): void => {
  if (channels.length < MAX_CHANNELS_PER_TENANT) return;
  throw new AppError(
    'limit_exceeded',
    `You have ${MAX_CHANNELS_PER_TENANT} channels, as many as there can be. Change one that you no longer use.`,
  );
};
