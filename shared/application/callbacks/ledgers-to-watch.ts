import { tenantKey } from '../../domain/identity/tenant.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { Log } from '../ports/runtime.ts';
import type { WatchedAccount, WatchList } from '../ports/watch-store.ts';
import { accountIdentity } from '../routing/account-identity.ts';
import { accountsOf, type ChannelUnder, vouchesFor } from '../routing/account-versions.ts';
import { loadPort, type OpenChannelDeps } from '../routing/open-channel.ts';

export interface LedgersToWatchDeps extends Pick<OpenChannelDeps, 'registry'> {
  readonly channels: ChannelReader;
  readonly watched: Pick<WatchList, 'list'>;
  readonly log: Log;
}

/** An account whose ledger is looked at. */
export interface Ledger extends WatchedAccount {
  readonly channel: ChannelUnder;
  /** Payments that what is seen counts for, by the account version they were made under. */
  readonly accountVersions: readonly number[];
}

/**
 * Every account that is to be watched: the present one of each listed channel, whatever its status, and those it replaced,
 * because money comes late. Of versions of one account the newest is watched, with the secrets that work.
 */
export const ledgersToWatch = async (deps: LedgersToWatchDeps): Promise<readonly Ledger[]> => {
  const ledgers: Ledger[] = [];
  for (const { tenant, channelId } of await deps.watched.list()) {
    try {
      const channel = await deps.channels.read(tenant, channelId);
      if (!channel) continue;
      const port = await loadPort(deps, channel);
      if (!port.watch) continue;
      const covered = new Set<number>();
      for (const account of accountsOf(channel)) {
        const identity = accountIdentity(port, account.config);
        // An old account's settings that this build no longer reads must not keep the others from being watched.
        if (identity === undefined || covered.has(account.accountVersion)) continue;
        const accountVersions = vouchesFor(port, channel, account.accountVersion);
        for (const version of accountVersions) covered.add(version);
        ledgers.push({ channelId, account: identity, channel: account, accountVersions });
      }
    } catch (error) {
      deps.log.error('a channel could not be watched', {
        tenant: tenantKey(tenant),
        channelId,
        error,
      });
    }
  }
  return ledgers;
};
