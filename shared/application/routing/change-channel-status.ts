import type { Channel, ChannelStatus } from '../../domain/channels/channel.ts';
import { concurrentChange, notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { ChannelStore } from '../ports/channel-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { readChannel } from './read-channel.ts';

/** Somebody who stops a channel in an emergency must not lose against an edit of its label. */
const MAX_ROUNDS = 4;

/**
 * Drains, freezes or enables a channel; repeating it changes nothing. Needs neither the provider nor the secrets, so
 * that a broken account can always be stopped.
 *
 * @throws AppError not_found · concurrent_change
 */
export const changeChannelStatus = async (
  deps: { readonly channels: ChannelStore; readonly runtime: Pick<Runtime, 'now'> },
  tenant: Tenant,
  channelId: string,
  status: ChannelStatus,
): Promise<Channel> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const channel = await readChannel(deps, tenant, channelId);
    if (channel.status === status) return channel;
    const changed: Channel = {
      ...channel,
      status,
      version: channel.version + 1,
      updatedAt: deps.runtime.now().toISOString(),
    };
    if (await deps.channels.update(changed)) return changed;
  }
  throw concurrentChange(
    'The channel is being changed by somebody else again and again. Try again.',
  );
};

/**
 * The same for all of a tenant's accounts at a provider. Stops at the first that cannot be changed; those before it stay
 * changed, and repeating it does the rest.
 *
 * @throws AppError not_found when the tenant has no account there · concurrent_change
 */
export const changeProviderStatus = async (
  deps: Parameters<typeof changeChannelStatus>[0],
  tenant: Tenant,
  provider: string,
  status: ChannelStatus,
): Promise<readonly Channel[]> => {
  const accounts = (await deps.channels.list(tenant)).filter((it) => it.provider === provider);
  if (accounts.length === 0) throw notFound('channel');
  const changed: Channel[] = [];
  for (const { id } of accounts) changed.push(await changeChannelStatus(deps, tenant, id, status));
  return changed;
};
