import { describe, expect, it } from 'vitest';
import type { ChannelPort } from '#shared/application/ports/channel-port.ts';
import {
  accountOfPayment,
  accountsOf,
  vouchesFor,
} from '#shared/application/routing/account-versions.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import type { Channel, RetiredAccount } from '#shared/domain/channels/channel.ts';
import { anAccount } from '#test/support/an-account.ts';
import { NOW } from '#test/support/builders.ts';

const port = async (): Promise<ChannelPort> => {
  const epay = await channelRegistry.load('epay');
  if (!epay) throw new Error('epay is gone');
  return epay;
};

const configOf = (pid: string) => ({
  gatewayUrl: 'https://pay.example.com/',
  pid,
  protocol: 'v1',
  accessMode: 'page',
});
const secrets = (text: string) => ({
  wrappedKey: new Uint8Array(),
  data: new TextEncoder().encode(text),
});

/** A channel that has had these accounts, the present one last; `-` before its secrets were dropped. */
const aChannelAfter = (...pids: string[]): Channel => {
  const versions = pids.map((pid, index): RetiredAccount => {
    const dropped = pid.startsWith('-');
    return {
      version: index + 1,
      account: pid.replace('-', ''),
      config: configOf(pid.replace('-', '')),
      ...(dropped ? {} : { credentials: secrets(`secret ${index + 1}`) }),
      credentialNames: dropped ? [] : ['key'],
      retiredAt: NOW.toISOString(),
    };
  });
  const present = versions.at(-1);
  if (!present?.credentials) throw new Error('a channel has an account');
  return anAccount({
    provider: 'epay',
    config: present.config,
    credentials: present.credentials,
    accountVersion: present.version,
    retiredAccounts: versions.slice(0, -1).reverse(),
  });
};

const askedUnder = async (channel: Channel, version?: number) => {
  const account = accountOfPayment(await port(), channel, version);
  return account && [account.config.pid, new TextDecoder().decode(account.credentials.data)];
};

describe('the account to ask about a payment', () => {
  it('is the one it was made under, also after it was replaced', async () => {
    const channel = aChannelAfter('A', 'B');
    expect(await askedUnder(channel, undefined)).toEqual(['A', 'secret 1']);
    expect(await askedUnder(channel, 2)).toEqual(['B', 'secret 2']);
  });

  it('is asked with its newest secrets: its provider takes no others', async () => {
    expect(await askedUnder(aChannelAfter('A', 'A'), 1)).toEqual(['A', 'secret 2']);
    expect(await askedUnder(aChannelAfter('A', 'A', 'B'), 1)).toEqual(['A', 'secret 2']);
    expect(await askedUnder(aChannelAfter('A', 'B', 'A'), 1)).toEqual(['A', 'secret 3']);
    expect(await askedUnder(aChannelAfter('-A', 'A'), 1)).toEqual(['A', 'secret 2']);
  });

  it('is nobody when its secrets were dropped or it was forgotten', async () => {
    expect(await askedUnder(aChannelAfter('-A', 'B'), 1)).toBeUndefined();
    const { retiredAccounts: _gone, ...forgetful } = aChannelAfter('A', 'B');
    expect(await askedUnder(forgetful, 1)).toBeUndefined();
  });

  it('is not guessed from a channel that is known as it was before', async () => {
    const before = aChannelAfter('A');
    const epay = await port();
    expect(() => accountOfPayment(epay, before, 2)).toThrow(/before account 2/);
  });
});

describe('an account vouches', () => {
  it.each([
    ['for its own payments only', ['A', 'B'], 1, [1]],
    ['as the new one for none of the old', ['A', 'B'], 2, [2]],
    ['with a new key for all payments of the same account', ['A', 'A'], 2, [2, 1]],
    ['with a replaced key for none that came after it', ['A', 'A'], 1, [1]],
    ['after it came back, for its earlier payments', ['A', 'B', 'A'], 3, [3, 1]],
  ] as const)('%s', async (_name, pids, version, payments) => {
    expect(vouchesFor(await port(), aChannelAfter(...pids), version)).toEqual(payments);
  });

  it('only while its secrets are kept', () => {
    const tried = accountsOf(aChannelAfter('A', '-B', 'C'));
    expect(tried.map(({ accountVersion }) => accountVersion)).toEqual([3, 1]);
  });
});
