import type { Channel } from '../../domain/channels/channel.ts';
import type { ChannelPort } from '../ports/channel-port.ts';
import { defaultUpstream } from './default-upstream.ts';

/**
 * Which account at which gateway settings name: equal for two that are the same one.
 *
 * @returns `undefined` when the settings no longer parse: they can't be the same account as any other
 */
export const accountIdentity = (
  port: ChannelPort,
  config: Channel['config'],
): string | undefined => {
  const parsed = port.configSchema.safeParse(config);
  return parsed.success
    ? `${defaultUpstream(port.provider, config)} ${port.accountOf(parsed.data)}`
    : undefined;
};
