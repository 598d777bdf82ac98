import type { Channel, ChannelCapabilities } from '../../domain/channels/channel.ts';
import type { Candidate } from '../../domain/routing/candidate.ts';
import type { ChannelPort, ChannelRegistry } from '../ports/channel-port.ts';

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
  return channels.map((channel) => ({
    channel,
    capabilities: capabilitiesOf(ports.get(channel.provider), channel),
    reservedTodayMinor: reservedToday.get(channel.id),
  }));
};

const capabilitiesOf = (
  port: ChannelPort | undefined,
  { config }: Channel,
): ChannelCapabilities | undefined => {
  if (!port?.capabilitiesOf) return port?.capabilities;
  const parsed = port.configSchema.safeParse(config);
  // Settings that no longer parse can do nothing.
  return parsed.success ? port.capabilitiesOf(parsed.data) : undefined;
};
