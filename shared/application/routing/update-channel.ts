import type { z } from 'zod';
import type { updateChannel as contract } from '../../contract/api/channels.ts';
import { stillAssumed } from '../../domain/channels/assume-terms.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { withoutSecrets } from '../../domain/channels/retired-accounts.ts';
import { AppError, concurrentChange } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { channelChanges } from './channel-changes.ts';
import { checkChannelLimits } from './check-channel-limits.ts';
import type { CreateChannelDeps } from './create-channel.ts';
import { readChannel } from './read-channel.ts';
import { replaceAccount } from './replace-account.ts';

export type UpdateChannelDeps = CreateChannelDeps;

/**
 * Changes an account in place, or puts another in its place: its id and notify URL stay, so that callbacks of old
 * payments still find it, and the account they were made under is kept. The result is checked as a whole, as if it were
 * new.
 *
 * @throws AppError not_found · invalid_parameter · invalid_channel_config · limit_exceeded · state_conflict · concurrent_change
 */
export const updateChannel = async (
  deps: UpdateChannelDeps,
  tenant: Tenant,
  channelId: string,
  edit: z.output<typeof contract.body>,
): Promise<Channel> => {
  const channel = await readChannel(deps, tenant, channelId);
  const port = await deps.registry.load(channel.provider);
  if (!port) {
    throw new AppError(
      'state_conflict',
      `The provider "${channel.provider}" is no longer supported: the channel can be drained or frozen, not changed.`,
    );
  }
  const { config, credentials, retire = 'keep', drop_accounts = [], ...plain } = edit;
  const now = deps.runtime.now();
  const known = dropAccounts(channel, drop_accounts);
  const account =
    config || credentials
      ? await replaceAccount(
          { sealer: deps.sealer, now },
          port,
          known,
          { config: merge(channel.config, config ?? {}), credentials, retire },
          (await deps.channels.list(tenant)).filter(({ id }) => id !== channel.id),
        )
      : known;
  const entered = channelChanges(plain, channel.currency);
  const changed: Channel = {
    ...channel,
    ...account,
    ...entered,
    assumed: stillAssumed(channel.assumed, entered),
    version: channel.version + 1,
    updatedAt: now.toISOString(),
  };
  checkChannelLimits(port, changed);
  // Its provider may be watched only since this build.
  if (port.watch) await deps.watched.add({ tenant, channelId });
  if (!(await deps.channels.update(changed))) throw changedMeanwhile();
  return changed;
};

/** Forgets the secrets of accounts that were replaced. */
const dropAccounts = (channel: Channel, versions: readonly number[]): Channel => {
  const { retiredAccounts = [] } = channel;
  const missing = versions.find(
    (version) => !retiredAccounts.some((one) => one.version === version),
  );
  if (missing !== undefined)
    throw new AppError(
      'invalid_parameter',
      `"drop_accounts": ${missing} is none of the channel's retired accounts.`,
      { param: 'drop_accounts' },
    );
  if (versions.length === 0) return channel;
  return {
    ...channel,
    retiredAccounts: retiredAccounts.map((one) =>
      versions.includes(one.version) ? withoutSecrets(one) : one,
    ),
  };
};

/** Key by key; `null` removes a key. */
const merge = (known: Channel['config'], changes: Channel['config']): Channel['config'] =>
  Object.fromEntries(
    Object.entries({ ...known, ...changes }).filter(([, value]) => value !== null),
  );

const changedMeanwhile = (): AppError =>
  concurrentChange(
    'Somebody else changed the channel at the same moment. Read it again and repeat your change.',
  );
