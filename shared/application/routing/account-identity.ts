import type { Channel } from '../../domain/channels/channel.ts';
import type { ChannelPort } from '../ports/channel-port.ts';
import { defaultUpstream } from './default-upstream.ts';

/**
 * Which account at which gateway settings name: equal for two that are the same one.
 *
 * @returns `undefined` when the settings no longer parse: they can't be the same account as any other
 */
export const accountIdentity = (port: ChannelPort, config: Channel['config']): string | undefined =>
  identityOf(port, config, (parsed) => port.accountOf(parsed));

/**
 * Whose secret this is at which gateway: the account's, or that of a service provider who acts for several.
 *
 * @returns `undefined` when the settings no longer parse
 */
export const secretHolder = (
  port: ChannelPort,
  config: Channel['config'],
  secret: string,
): string | undefined =>
  identityOf(
    port,
    config,
    (parsed) => port.secretHolderOf?.(parsed, secret) ?? port.accountOf(parsed),
  );

const identityOf = (
  port: ChannelPort,
  config: Channel['config'],
  name: (parsed: Parameters<ChannelPort['accountOf']>[0]) => string,
): string | undefined => {
  const parsed = port.configSchema.safeParse(config);
  return parsed.success
    ? `${defaultUpstream(port.provider, config)} ${name(parsed.data)}`
    : undefined;
};
