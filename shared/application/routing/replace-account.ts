import { z } from 'zod';
import type { Channel } from '../../domain/channels/channel.ts';
import { retireAccount } from '../../domain/channels/retired-accounts.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import type { ChannelPort } from '../ports/channel-port.ts';
import type { Sealer } from '../ports/sealer.ts';
import { accountIdentity } from './account-identity.ts';
import { checkOwnSecrets } from './check-own-secrets.ts';
import { checkProviderSettings } from './check-provider-settings.ts';
import { openCredentials } from './open-credentials.ts';
import { sealCredentials } from './seal-credentials.ts';

/** What an edit says about the account. */
export interface AccountChanges {
  /** Settings as they are to be, merged already. */
  readonly config: Channel['config'];
  /** Secrets to replace; `null` removes one. Absent: none. */
  readonly credentials: Readonly<Record<string, string | null>> | undefined;
  readonly retire: 'keep' | 'drop';
}

type Account = Pick<
  Channel,
  'config' | 'credentials' | 'credentialNames' | 'accountVersion' | 'retiredAccounts'
>;

const credentialsSchema = z.record(z.string(), z.string());

/**
 * The channel's account as an edit makes it, checked as if it were new. When the edit names another account, or other
 * secrets, the present one is retired: its provider goes on reporting old payments, and they are asked about and paid back
 * under it. Settings that change nothing of both (the access mode, a name) retire nothing.
 *
 * @throws AppError invalid_channel_config · limit_exceeded when there are too many retired accounts already
 */
export const replaceAccount = async (
  { sealer, now }: { readonly sealer: Sealer; readonly now: Date },
  port: ChannelPort,
  channel: Channel,
  changes: AccountChanges,
  others: readonly Channel[],
): Promise<Account> => {
  const { config, retire } = changes;
  const before = credentialsSchema.parse(await openCredentials(sealer, channel));
  const credentials = withChanges(before, changes.credentials ?? {});
  checkProviderSettings(port, { config, credentials });
  // Only secrets that are typed now: a corrected account number keeps the key it always had.
  const own = changes.credentials ? [channel] : [];
  await checkOwnSecrets({ sealer }, port, { config, credentials }, [...others, ...own]);
  const unchanged =
    accountIdentity(port, config) === accountIdentity(port, channel.config) &&
    sameSecrets(before, credentials);
  if (unchanged) return { ...channel, config };
  const retired = retireAccount(channel, accountName(port, channel), { retire, now });
  if (retired.kind === 'full')
    throw new AppError(
      'limit_exceeded',
      `The channel keeps as many replaced accounts as it can. The oldest, "${retired.oldest.account}", may still be needed for refunds until ${retired.freeAt.toISOString()}. Add a new channel instead, or drop an old account's secrets with "drop_accounts".`,
      { param: changes.credentials ? 'credentials' : 'config' },
    );
  const { accountVersion, retiredAccounts } = retired;
  const sealed = changes.credentials && (await sealCredentials(sealer, channel, credentials));
  return { ...channel, config, ...sealed, accountVersion, retiredAccounts };
};

const accountName = (port: ChannelPort, { config }: Channel): string => {
  const parsed = port.configSchema.safeParse(config);
  return parsed.success ? port.accountOf(parsed.data) : '';
};

const withChanges = (
  known: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...known, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    ),
  );

const sameSecrets = (
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([name, value]) => b[name] === value);
