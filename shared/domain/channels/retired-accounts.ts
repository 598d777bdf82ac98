import type { Channel, RetiredAccount } from './channel.ts';

/** Replaced accounts whose secrets a channel keeps at most. */
export const MAX_RETIRED_ACCOUNTS = 5;
/** Without its secrets an account is a few words: enough to know which payments were made under it. */
const MAX_REMEMBERED = 20;

/**
 * How long a replaced account is kept at least. The last payment under it can begin with the edit that replaces it, be
 * payable for a day and be asked about for three more; 90 days after that its buyer may still get the money back. Longer
 * where there is room: some providers pay back for a year.
 */
const KEPT_DAYS = 90 + 4;
const DAY_MILLIS = 24 * 3_600_000;

/** The number of the account that new payments are made under; the first is 1. */
export const accountVersionOf = ({ accountVersion = 1 }: Pick<Channel, 'accountVersion'>): number =>
  accountVersion;

export type Retirement =
  | ({ readonly kind: 'retired' } & Required<Pick<Channel, 'accountVersion' | 'retiredAccounts'>>)
  /** There are five that may still be needed. */
  | { readonly kind: 'full'; readonly oldest: RetiredAccount; readonly freeAt: Date };

/**
 * Puts the present account among the retired ones, newest first, to make room for another or for new secrets. `drop`
 * forgets its secrets at once: nothing signed with them is believed any more, and what was paid under it can be paid back
 * only in the provider's own console.
 *
 * A sixth takes the place of the oldest when that is past its time, and is refused otherwise.
 *
 * @param account the account's name for people
 */
export const retireAccount = (
  channel: Channel,
  account: string,
  { retire, now }: { readonly retire: 'keep' | 'drop'; readonly now: Date },
): Retirement => {
  const { config, credentials, credentialNames } = channel;
  const replaced: RetiredAccount = {
    version: accountVersionOf(channel),
    account,
    config,
    credentials,
    credentialNames,
    retiredAt: now.toISOString(),
  };
  const all = [
    retire === 'drop' ? withoutSecrets(replaced) : replaced,
    ...(channel.retiredAccounts ?? []),
  ];
  const kept = all.filter(({ credentials: secrets }) => secrets !== undefined);
  const oldest = kept.length > MAX_RETIRED_ACCOUNTS ? kept.at(-1) : undefined;
  if (oldest) {
    const freeAt = new Date(Date.parse(oldest.retiredAt) + KEPT_DAYS * DAY_MILLIS);
    if (freeAt > now) return { kind: 'full', oldest, freeAt };
  }
  return {
    kind: 'retired',
    accountVersion: replaced.version + 1,
    retiredAccounts: all
      .map((one) => (one === oldest ? withoutSecrets(one) : one))
      .slice(0, MAX_REMEMBERED),
  };
};

/** What is left of an account whose secrets are forgotten. */
export const withoutSecrets = (account: RetiredAccount): RetiredAccount => ({
  ...account,
  credentials: undefined,
  credentialNames: [],
});
