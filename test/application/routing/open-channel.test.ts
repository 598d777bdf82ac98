import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeyFile } from '#shared/adapters/kms/key-file.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import type { Sealer } from '#shared/application/ports/sealer.ts';
import { type OpenChannelDeps, openChannel } from '#shared/application/routing/open-channel.ts';
import { sealCredentials } from '#shared/application/routing/seal-credentials.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { anAccount, channelId } from '../../support/an-account.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const SECRET = 'merchant-key-of-the-tests';

let directory: string;
let keyFile: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'arteria-open-'));
  keyFile = join(directory, 'sealing.key');
  await createKeyFile(keyFile);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The real sealer, counting how often it opens. */
const countingSealer = () => {
  const sealer = createSealer(`file:${keyFile}`);
  const counter = { opened: 0 };
  const counting: Sealer = {
    newDataKey: sealer.newDataKey,
    open: (...args) => {
      counter.opened += 1;
      return sealer.open(...args);
    },
  };
  return { sealer: counting, counter };
};

const depsWith = (sealer: Sealer): OpenChannelDeps => ({
  registry: channelRegistry,
  sealer,
  http: { request: async () => ({ kind: 'not_sent', detail: 'no calls in this test' }) },
  leases: leasesInMemory(),
  callbacksBaseUrl: 'https://callbacks.example.com/',
  now: () => NOW,
});

const epayChannel = async (
  sealer: Sealer,
  overrides: Partial<Channel> = {},
  key = SECRET,
): Promise<Channel> => {
  const channel = anAccount({
    provider: 'epay',
    config: {
      gatewayUrl: 'https://pay.example.com/',
      pid: '1001',
      protocol: 'v1',
      accessMode: 'page',
    },
    ...overrides,
  });
  return { ...channel, ...(await sealCredentials(sealer, channel, { key })) };
};

describe('opening a channel', () => {
  test('gives the provider and all it needs to know of the account', async () => {
    const { sealer } = countingSealer();
    const channel = await epayChannel(sealer);
    const { port, context } = await openChannel(depsWith(sealer), channel);
    expect(port.provider).toBe('epay');
    expect(context).toMatchObject({
      channelId: channel.id,
      mode: 'test',
      config: channel.config,
      credentials: { key: SECRET },
      notifyUrl: `https://callbacks.example.com/callbacks/epay/${channel.id}`,
      now: NOW,
    });
  });

  test('opens the secrets once for as long as they stay the same, also across other edits', async () => {
    const { sealer, counter } = countingSealer();
    const channel = await epayChannel(sealer);
    const deps = depsWith(sealer);
    await openChannel(deps, channel);
    await openChannel(deps, { ...channel, label: 'Renamed', version: 2 });
    expect(counter.opened).toBe(1);
  });

  test('never mixes up two edits that claim the same version', async () => {
    const { sealer } = countingSealer();
    const deps = depsWith(sealer);
    const loser = await epayChannel(sealer, { version: 2 }, 'key-of-the-loser');
    const winner = await epayChannel(sealer, { version: 2 }, 'key-of-the-winner');
    await openChannel(deps, loser);
    const { context } = await openChannel(deps, winner);
    expect(context.credentials).toEqual({ key: 'key-of-the-winner' });
  });

  test('keeps the secrets of a bounded number of channels', async () => {
    const { sealer, counter } = countingSealer();
    const deps = depsWith(sealer);
    const channels = await Promise.all(
      Array.from({ length: 257 }, (_, n) => epayChannel(sealer, { id: channelId(n + 1) })),
    );
    for (const channel of channels) await openChannel(deps, channel);
    expect(counter.opened).toBe(257);
    for (const channel of channels.slice(-1)) await openChannel(deps, channel);
    expect(counter.opened).toBe(257);
    for (const channel of channels.slice(0, 1)) await openChannel(deps, channel);
    expect(counter.opened).toBe(258);
  });

  test('refuses secrets that were sealed for another account or another merchant', async () => {
    const { sealer } = countingSealer();
    const deps = depsWith(sealer);
    const channel = await epayChannel(sealer);
    const merchantId = 'mer_01k00000000000000000000002';
    await expect(openChannel(deps, { ...channel, id: channelId(2) })).rejects.toThrow(/open/);
    await expect(
      openChannel(deps, { ...channel, tenant: { ...channel.tenant, merchantId } }),
    ).rejects.toThrow(/open/);
  });

  test('fails with a clear word, and no secret, when what is stored no longer fits', async () => {
    const { sealer } = countingSealer();
    const deps = depsWith(sealer);
    await expect(openChannel(deps, anAccount({ provider: 'gone' }))).rejects.toThrow(
      /"gone", which is not part of this build/,
    );
    const blank = await epayChannel(sealer, {}, '       ');
    await expect(openChannel(deps, blank)).rejects.toThrow(/key/);
    const unfit = await epayChannel(sealer, { config: { pid: '1001' } });
    await expect(openChannel(deps, unfit)).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(SECRET) }),
    );
  });
});
