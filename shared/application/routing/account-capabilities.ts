import type { Channel, ChannelCapabilities } from '../../domain/channels/channel.ts';
import type { ChannelPort } from '../ports/channel-port.ts';

/** What an account can do in the mode that its settings choose; `undefined`: they no longer parse and can do nothing. */
export const accountCapabilities = (
  port: ChannelPort,
  { config }: Pick<Channel, 'config'>,
): ChannelCapabilities | undefined => {
  if (!port.capabilitiesOf) return port.capabilities;
  const parsed = port.configSchema.safeParse(config);
  return parsed.success ? port.capabilitiesOf(parsed.data) : undefined;
};
