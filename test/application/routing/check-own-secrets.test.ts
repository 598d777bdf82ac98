import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ChannelPort } from '#shared/application/ports/channel-port.ts';
import { checkOwnSecrets } from '#shared/application/routing/check-own-secrets.ts';
import { createChannel } from '#shared/application/routing/create-channel.ts';
import { sealCredentials } from '#shared/application/routing/seal-credentials.ts';
import { updateChannel } from '#shared/application/routing/update-channel.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { createChannel as contract } from '#shared/contract/api/channels.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aChannel, aTenant, NOW } from '#test/support/builders.ts';
import { aFakeProvider } from '#test/support/fake-channel.ts';
import { openSealer } from '../support/a-till.ts';

const tenant = aTenant();
const GATEWAY = 'https://gateway.example';

/** A provider whose accounts have a key of their own and share the gateway's public key. */
const aPort = async (): Promise<ChannelPort> => {
  const fake = await aFakeProvider().registry.load('fake');
  if (!fake) throw new Error('the fake provider is gone');
  return {
    ...fake,
    configSchema: z.object({ gateway: z.string(), account: z.string() }),
    ownSecrets: ['key', 'signKey'],
    accountOf: (config) => (config as { account: string }).account,
  };
};

const settings = (account: string, credentials: Record<string, string>, gateway = GATEWAY) => ({
  config: { gateway, account },
  credentials,
});

const aSister = async (
  { config, credentials }: ReturnType<typeof settings>,
  changes: Partial<Channel> = {},
): Promise<Channel> => {
  const channel = aChannel(tenant, { label: 'the other one', config, ...changes });
  return { ...channel, ...(await sealCredentials(openSealer, channel, credentials)) };
};

const check = async (
  own: ReturnType<typeof settings>,
  others: readonly Channel[],
): Promise<AppError | undefined> => {
  try {
    await checkOwnSecrets({ sealer: openSealer }, await aPort(), own, others);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
};

describe('a secret that another account of the shop has', () => {
  it('is refused with the field and the other channel, and never repeated', async () => {
    const sister = await aSister(settings('1001', { key: 'SECRET-1' }));
    const error = await check(settings('1002', { key: 'SECRET-1' }), [sister]);
    expect(error).toMatchObject({ code: 'invalid_channel_config', param: 'credentials.key' });
    expect(error?.message).toContain(sister.id);
    expect(error?.message).toContain('the other one');
    expect(JSON.stringify([error?.message, error?.internal, error])).not.toContain('SECRET-1');
  });

  it.each(['enabled', 'draining', 'frozen'] as const)(
    'is refused also while the other one is %s: its callbacks still count',
    async (status) => {
      const sister = await aSister(settings('1001', { key: 'SECRET-1' }), { status });
      expect(await check(settings('1002', { key: 'SECRET-1' }), [sister])).toBeDefined();
    },
  );

  it('is found whichever secret and whichever account it is', async () => {
    const sisters = [
      await aSister(settings('1001', { key: 'A', signKey: 'B' })),
      await aSister(settings('1002', { key: 'C', signKey: 'D' })),
    ];
    expect(await check(settings('1003', { key: 'X', signKey: 'D' }), sisters)).toMatchObject({
      param: 'credentials.signKey',
    });
    expect(await check(settings('1003', { key: 'X', signKey: 'Y' }), sisters)).toBeUndefined();
  });

  it('is refused for the same account number at another gateway: it is another account', async () => {
    const sister = await aSister(settings('1001', { key: 'A' }));
    const own = settings('1001', { key: 'A' }, 'https://elsewhere.example');
    expect(await check(own, [sister])).toBeDefined();
  });

  it('is allowed for the same account, which may be set up twice', async () => {
    const sister = await aSister(settings('1001', { key: 'A' }));
    expect(await check(settings('1001', { key: 'A' }), [sister])).toBeUndefined();
  });

  it('is allowed where accounts share it by nature, or at another provider', async () => {
    const shared = { key: 'A', platformKey: 'P' };
    const sister = await aSister(settings('1001', shared));
    expect(await check(settings('1002', { ...shared, key: 'B' }), [sister])).toBeUndefined();
    const elsewhere = await aSister(settings('1001', { key: 'A' }), { provider: 'other' });
    expect(await check(settings('1002', { key: 'A' }), [elsewhere])).toBeUndefined();
  });

  it('is refused also when the other one’s settings cannot be read any more', async () => {
    const sister = await aSister(settings('1001', { key: 'A' }), { config: { gone: true } });
    expect(await check(settings('1002', { key: 'A' }), [sister])).toBeDefined();
  });

  it('is taken when a service provider holds it for all of its merchants, and from nobody else', async () => {
    const held = async (
      own: ReturnType<typeof settings>,
      sister: ReturnType<typeof settings>,
    ): Promise<boolean> => {
      const port: ChannelPort = {
        ...(await aPort()),
        // `provider/merchant`; the key is the provider's, the other secret each merchant's own.
        secretHolderOf: (config, secret) =>
          secret === 'key'
            ? (config as { account: string }).account.split('/')[0]
            : undefined,
      };
      const others = [await aSister(sister)];
      return checkOwnSecrets({ sealer: openSealer }, port, own, others).then(
        () => true,
        () => false,
      );
    };
    const first = settings('P1/1001', { key: 'A', signKey: 'B' });
    expect(await held(settings('P1/1002', { key: 'A', signKey: 'C' }), first)).toBe(true);
    expect(await held(settings('P1/1002', { key: 'A', signKey: 'B' }), first)).toBe(false);
    expect(await held(settings('P2/1002', { key: 'A', signKey: 'C' }), first)).toBe(false);
    const elsewhere = settings('P1/1002', { key: 'A' }, 'https://elsewhere.example');
    expect(await held(elsewhere, first)).toBe(false);
  });
});

describe('adding and changing an epay account', () => {
  const desk = () => {
    const channels: Channel[] = [];
    const deps = {
      channels: {
        list: async () => [...channels],
        read: async (_tenant: unknown, id: string) => channels.find((one) => one.id === id),
        findOwner: async () => tenant,
        create: async (channel: Channel) => void channels.push(channel),
        update: async () => true,
      },
      registry: channelRegistry,
      sealer: openSealer,
      watched: { add: async () => {} },
      runtime: { ...systemRuntime, now: () => NOW },
    };
    const add = (pid: string, key: string) =>
      createChannel(
        deps,
        tenant,
        contract.body.parse({
          provider: 'epay',
          label: `epay ${pid}`,
          config: { gatewayUrl: GATEWAY, pid, protocol: 'v1', accessMode: 'page' },
          credentials: { key },
        }),
      );
    return { deps, channels, add };
  };

  it('is refused with another account’s key', async () => {
    const { add, channels } = desk();
    await add('1001', 'a-key-of-account-1001');
    await expect(add('1002', 'a-key-of-account-1001')).rejects.toMatchObject({
      code: 'invalid_channel_config',
      param: 'credentials.key',
    });
    await add('1002', 'a-key-of-account-1002');
    await add('1001', 'a-key-of-account-1001');
    expect(channels).toHaveLength(3);
  });

  it('is refused by a change of the key or of the account number, and not by its own key', async () => {
    const { add, deps } = desk();
    await add('1001', 'a-key-of-account-1001');
    const second = await add('1002', 'a-key-of-account-1002');
    await expect(
      updateChannel(deps, tenant, second.id, { credentials: { key: 'a-key-of-account-1001' } }),
    ).rejects.toMatchObject({ code: 'invalid_channel_config' });
    await updateChannel(deps, tenant, second.id, {
      credentials: { key: 'a-key-of-account-1002' },
    });
    await updateChannel(deps, tenant, second.id, { config: { pid: '1004' } });
    const twin = await add('1001', 'a-key-of-account-1001');
    await expect(
      updateChannel(deps, tenant, twin.id, { config: { pid: '1003' } }),
    ).rejects.toMatchObject({ code: 'invalid_channel_config' });
  });
});
