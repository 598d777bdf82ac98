import type { Channel, ChannelStatus } from '../../domain/channels/channel.ts';
import { concurrentChange } from '../../domain/errors/app-error.ts';
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
