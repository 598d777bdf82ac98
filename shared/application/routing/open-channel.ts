import type { Channel } from '../../domain/channels/channel.ts';
import type { ChannelContext, ChannelPort, ChannelRegistry } from '../ports/channel-port.ts';
import type { LeaseStore } from '../ports/lease-store.ts';
import type { ProviderHttp } from '../ports/provider-http.ts';
import type { Sealer } from '../ports/sealer.ts';
import { notifyUrlOf } from './notify-url.ts';
import { openCredentials } from './open-credentials.ts';

export interface OpenChannelDeps {
  readonly registry: ChannelRegistry;
  readonly sealer: Sealer;
  readonly http: ProviderHttp;
  readonly leases: LeaseStore;
  /** Under which providers reach us. */
  readonly callbacksBaseUrl: string;
  readonly now: () => Date;
}

/** A shop's account, ready for any operation of its provider. */
export interface OpenedChannel {
  readonly port: ChannelPort;
  readonly context: ChannelContext;
}

/** Most accounts whose secrets a process keeps opened; beyond it the oldest is opened again when needed. */
const KEPT_CREDENTIALS = 256;

/** Opened secrets live as long as the sealer that opened them, and nowhere else. */
const keptBySealer = new WeakMap<Sealer, Map<string, unknown>>();

/**
 * Loads the provider, opens the account's secrets and builds the context of one operation. Secrets are kept opened
 * in the process, so that a warm call costs neither KMS nor a network call.
 *
 * @throws Error when the provider is not part of this build, when the sealed credentials cannot be opened, or when
 * what is stored no longer satisfies the provider's schema: nothing a caller can repair.
 */
export const openChannel = async (
  deps: OpenChannelDeps,
  channel: Channel,
): Promise<OpenedChannel> => {
  const port = await loadPort(deps, channel);
  const context: ChannelContext = {
    channelId: channel.id,
    mode: channel.tenant.mode,
    config: port.configSchema.parse(channel.config),
    credentials: port.credentialsSchema.parse(await keptCredentials(deps.sealer, channel)),
    notifyUrl: notifyUrlOf(deps.callbacksBaseUrl, channel),
    http: deps.http,
    leases: deps.leases,
    now: deps.now(),
  };
  return { port, context };
};

/** @throws Error when the provider is not part of this build */
export const loadPort = async (
  { registry }: Pick<OpenChannelDeps, 'registry'>,
  { id, provider }: Pick<Channel, 'id' | 'provider'>,
): Promise<ChannelPort> => {
  const port = await registry.load(provider);
  if (!port)
    throw new Error(
      `channel ${id} names the provider "${provider}", which is not part of this build`,
    );
  return port;
};

/**
 * The account's secrets as they were typed. Kept by cipher text, not by version: an edit that lost a race has a
 * version too, and must not leave its secrets behind under the winner's number.
 */
const keptCredentials = async (sealer: Sealer, channel: Channel): Promise<unknown> => {
  const kept = keptBySealer.get(sealer) ?? new Map<string, unknown>();
  keptBySealer.set(sealer, kept);
  const key = `${channel.id}.${Buffer.from(channel.credentials.data).toString('base64')}`;
  if (kept.has(key)) return kept.get(key);
  const opened = await openCredentials(sealer, channel);
  if (kept.size >= KEPT_CREDENTIALS) {
    const oldest = kept.keys().next();
    if (!oldest.done) kept.delete(oldest.value);
  }
  kept.set(key, opened);
  return opened;
};
