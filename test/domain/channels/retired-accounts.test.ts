import { describe, expect, it } from 'vitest';
import type { Channel } from '#shared/domain/channels/channel.ts';
import {
  accountVersionOf,
  MAX_RETIRED_ACCOUNTS,
  retireAccount,
} from '#shared/domain/channels/retired-accounts.ts';
import { anAccount } from '#test/support/an-account.ts';
import { later, NOW } from '#test/support/builders.ts';

const DAY_SECONDS = 86_400;

/** The channel after its account was replaced. */
const replaced = (channel: Channel, at = NOW, retire: 'keep' | 'drop' = 'keep'): Channel => {
  const retired = retireAccount(channel, `account ${accountVersionOf(channel)}`, {
    retire,
    now: at,
  });
  if (retired.kind === 'full') throw new Error('full');
  return { ...channel, ...retired };
};

const afterReplacements = (times: number): Channel =>
  Array.from({ length: times }).reduce<Channel>(
    (channel, _none, day) => replaced(channel, later(day * DAY_SECONDS)),
    anAccount(),
  );

const tryAt = (channel: Channel, at: Date) =>
  retireAccount(channel, 'the last', { retire: 'keep', now: at });

describe('replacing an account', () => {
  it('keeps the old one with its secrets and counts on', () => {
    const channel = replaced(replaced(anAccount()));
    expect(accountVersionOf(channel)).toBe(3);
    expect(channel.retiredAccounts).toMatchObject([
      { version: 2, account: 'account 2', credentialNames: ['key'], retiredAt: NOW.toISOString() },
      { version: 1, account: 'account 1', credentials: anAccount().credentials },
    ]);
  });

  it('forgets secrets that are dropped, and remembers that the account was there', () => {
    const [dropped] = replaced(anAccount(), NOW, 'drop').retiredAccounts ?? [];
    expect(dropped).toMatchObject({ version: 1, account: 'account 1', credentialNames: [] });
    expect(dropped?.credentials).toBeUndefined();
  });

  it('is refused a sixth time while the oldest may still be needed, and says until when', () => {
    const channel = afterReplacements(MAX_RETIRED_ACCOUNTS);
    const freeAt = later(94 * DAY_SECONDS);
    expect(tryAt(channel, later(94 * DAY_SECONDS - 1))).toMatchObject({
      kind: 'full',
      oldest: { version: 1 },
      freeAt,
    });
    expect(tryAt(channel, freeAt)).toMatchObject({ kind: 'retired', accountVersion: 7 });
  });

  it('takes the place of the oldest when that is past its time', () => {
    const channel = replaced(afterReplacements(MAX_RETIRED_ACCOUNTS), later(94 * DAY_SECONDS));
    const kept = (channel.retiredAccounts ?? []).filter(({ credentials }) => credentials);
    expect(kept.map(({ version }) => version)).toEqual([6, 5, 4, 3, 2]);
    expect(channel.retiredAccounts?.map(({ version }) => version)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('is never refused for secrets that are dropped, and stays bounded', () => {
    let channel = afterReplacements(MAX_RETIRED_ACCOUNTS);
    for (let time = 0; time < 40; time += 1) channel = replaced(channel, later(1), 'drop');
    expect(channel.retiredAccounts).toHaveLength(20);
  });
});
