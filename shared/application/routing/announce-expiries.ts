import { METRICS } from '../../contract/metrics.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { daysLeft, type Expiry, noticeDue } from '../../domain/channels/expiry-notice.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import type { ChannelOwners } from '../ports/channel-owners.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { ExpiryNotices } from '../ports/expiry-notices.ts';
import type { Log, Metrics, Runtime } from '../ports/runtime.ts';
import type { OpenChannelDeps } from './open-channel.ts';
import { readExpiries } from './read-expiries.ts';

export interface AnnounceExpiriesDeps extends OpenChannelDeps {
  readonly owners: ChannelOwners;
  readonly channels: Pick<ChannelReader, 'list'>;
  readonly notices: ExpiryNotices;
  readonly runtime: Pick<Runtime, 'now' | 'newId'>;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Tenants looked at at once: each costs a query, and a key to be unwrapped for every account that has a date. */
const AT_ONCE = 10;

/**
 * Tells merchants that a certificate, key or token of theirs ends: 30, 7 and 1 days before, and when it is over, each
 * once. In every status of the channel, because callbacks and refunds of old payments need them too. Accounts that were
 * replaced are left alone: nobody would renew their keys.
 *
 * One shop's trouble, of whatever kind, keeps no other from being told; the next run tries it again.
 */
export const announceExpiries = async (deps: AnnounceExpiriesDeps): Promise<void> => {
  for await (const tenants of deps.owners.pages()) {
    for (let from = 0; from < tenants.length; from += AT_ONCE)
      await Promise.all(
        tenants.slice(from, from + AT_ONCE).map((tenant) => announceToTenant(deps, tenant)),
      );
  }
};

const announceToTenant = async (deps: AnnounceExpiriesDeps, tenant: Tenant): Promise<void> => {
  try {
    for (const channel of await deps.channels.list(tenant)) await announceChannel(deps, channel);
  } catch (error) {
    deps.log.error('expiries of a tenant could not be looked at', {
      tenant: tenantKey(tenant),
      error,
    });
  }
};

const announceChannel = async (deps: AnnounceExpiriesDeps, channel: Channel): Promise<void> => {
  try {
    const endings = await readExpiries(deps, channel);
    for (const [index, ending] of endings.entries())
      await announceEnding(deps, channel, { ending, index });
  } catch (error) {
    deps.log.error('expiries of a channel could not be looked at', { channel: channel.id, error });
  }
};

/** The count comes after the event: a crash in between costs the operators a number, and the merchant nothing. */
const announceEnding = async (
  deps: AnnounceExpiriesDeps,
  channel: Channel,
  { ending, index }: { readonly ending: Expiry; readonly index: number },
): Promise<void> => {
  const now = deps.runtime.now();
  const { param, expiresAt } = ending;
  const days = noticeDue(expiresAt, now);
  if (days === undefined) return;
  const { tenant, id, label, provider } = channel;
  const left = daysLeft(expiresAt, now);
  const isNew = await deps.notices.announce(
    { tenant, channelId: id, param, expiresAt, days },
    {
      id: deps.runtime.newId('event'),
      type: 'channel.expiring',
      tenant,
      objectId: id,
      // Two secrets of one channel may be told in the same millisecond, and receivers drop what does not grow.
      sequence: now.getTime() + index,
      createdAt: now.toISOString(),
      data: {
        object: 'channel',
        id,
        label,
        provider,
        param,
        expires_at: expiresAt.toISOString(),
        days_left: left,
      },
    },
  );
  if (!isNew) return;
  deps.metrics.count(METRICS.credentialExpiring, 1, { provider });
  deps.log.warn('a credential ends', { channel: id, provider, param, expiresAt, daysLeft: left });
};
