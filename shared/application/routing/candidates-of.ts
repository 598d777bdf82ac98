import type { Channel } from '../../domain/channels/channel.ts';
import type { Candidate } from '../../domain/routing/candidate.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import { accountCapabilities } from './account-capabilities.ts';

/** Puts accounts beside what their providers can do. Loads each provider's code once. */
export const candidatesOf = async (
  registry: ChannelRegistry,
  channels: readonly Channel[],
  reservedToday: ReadonlyMap<string, bigint> = new Map(),
): Promise<readonly Candidate[]> => {
  const providers = [...new Set(channels.map(({ provider }) => provider))];
  const ports = new Map(
    await Promise.all(
      providers.map(async (provider) => [provider, await registry.load(provider)] as const),
    ),
  );
  return channels.map((channel) => {
    const port = ports.get(channel.provider);
    return {
      channel,
      capabilities: port && accountCapabilities(port, channel),
      reservedTodayMinor: reservedToday.get(channel.id),
    };
  });
};
