import { z } from 'zod';
import type { updateChannel as contract } from '../../contract/api/routing.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { AppError, concurrentChange } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { channelChanges } from './channel-changes.ts';
import { checkChannelLimits } from './check-channel-limits.ts';
import { checkOwnSecrets } from './check-own-secrets.ts';
import { checkProviderSettings } from './check-provider-settings.ts';
import type { CreateChannelDeps } from './create-channel.ts';
import { openCredentials } from './open-credentials.ts';
import { readChannel } from './read-channel.ts';
import { sealCredentials } from './seal-credentials.ts';

export type UpdateChannelDeps = CreateChannelDeps;

const credentialsSchema = z.record(z.string(), z.string());

/**
 * Changes an account in place: its id and notify URL stay, so that callbacks of old payments still find it. The result
 * is checked as a whole, as if it were new.
 *
 * @throws AppError not_found · invalid_channel_config · state_conflict · concurrent_change
 */
export const updateChannel = async (
  deps: UpdateChannelDeps,
  tenant: Tenant,
  channelId: string,
  { config, credentials, ...plain }: z.output<typeof contract.body>,
): Promise<Channel> => {
  const channel = await readChannel(deps, tenant, channelId);
  const port = await deps.registry.load(channel.provider);
  if (!port) {
    throw new AppError(
      'state_conflict',
      `The provider "${channel.provider}" is no longer supported: the channel can be drained or frozen, not changed.`,
    );
  }
  const merged = merge(channel.config, config ?? {});
  const secrets =
    config || credentials ? merge(await knownSecrets(deps, channel), credentials ?? {}) : undefined;
  if (secrets) {
    const settings = { config: merged, credentials: secrets };
    checkProviderSettings(port, settings);
    const others = (await deps.channels.list(tenant)).filter(({ id }) => id !== channel.id);
    await checkOwnSecrets(deps, port, settings, others);
  }
  const sealed = secrets && credentials && (await sealCredentials(deps.sealer, channel, secrets));
  const changed: Channel = {
    ...channel,
    ...channelChanges(plain, channel.currency),
    config: merged,
    ...sealed,
    version: channel.version + 1,
    updatedAt: deps.runtime.now().toISOString(),
  };
  checkChannelLimits(port, changed);
  if (!(await deps.channels.update(changed))) throw changedMeanwhile();
  return changed;
};

const knownSecrets = async (
  { sealer }: UpdateChannelDeps,
  channel: Channel,
): Promise<Record<string, string>> =>
  credentialsSchema.parse(await openCredentials(sealer, channel));

/** Key by key; `null` removes a key. */
const merge = <Value>(
  known: Readonly<Record<string, Value>>,
  changes: Readonly<Record<string, Value | null>>,
): Record<string, Value> =>
  Object.fromEntries(
    Object.entries({ ...known, ...changes }).filter(
      (entry): entry is [string, Value] => entry[1] !== null,
    ),
  );

const changedMeanwhile = (): AppError =>
  concurrentChange(
    'Somebody else changed the channel at the same moment. Read it again and repeat your change.',
  );
