import type { ChannelPort } from '../application/ports/channel-port.ts';

export type * from '../application/ports/channel-port.ts';

/** Types a provider's port by its own configuration and credentials, and hands it out in the common form. */
export const defineChannel = <Config, Credentials>(
  port: ChannelPort<Config, Credentials>,
): ChannelPort => port as unknown as ChannelPort;
