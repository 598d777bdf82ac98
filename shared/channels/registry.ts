import type { ChannelPort, ChannelRegistry } from '../application/ports/channel-port.ts';

/** Every provider, each in its own bundle chunk so that a Lambda reads only what it uses. */
const LOADERS: Readonly<Record<string, () => Promise<ChannelPort>>> = {
  epay: async () => (await import('./epay/index.ts')).epay,
};

export const channelRegistry: ChannelRegistry = {
  providers: Object.keys(LOADERS),
  load: async (provider) => (Object.hasOwn(LOADERS, provider) ? LOADERS[provider]?.() : undefined),
};
