import { expect, it } from 'vitest';
import type { WatchedChannel } from '#shared/application/ports/watch-store.ts';
import { createChannel } from '#shared/application/routing/create-channel.ts';
import { updateChannel } from '#shared/application/routing/update-channel.ts';
import { createChannel as contract } from '#shared/contract/api/channels.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant, NOW } from '#test/support/builders.ts';
import { aFakeProvider } from '#test/support/fake-channel.ts';
import { openSealer } from '../support/a-till.ts';

const tenant = aTenant();

/** A shop that adds channels of a provider that is watched, or is not; every write is noted in its order. */
const aDesk = async (isWatched: boolean) => {
  const port = await aFakeProvider().registry.load('fake');
  if (!port) throw new Error('the fake provider is gone');
  const channels: Channel[] = [];
  const writes: (WatchedChannel | string)[] = [];
  const deps = {
    channels: {
      list: async () => [...channels],
      read: async (_tenant: unknown, id: string) => channels.find((one) => one.id === id),
      findOwner: async () => tenant,
      create: async (channel: Channel) => {
        writes.push('created');
        channels.push(channel);
      },
      update: async () => writes.push('updated') > 0,
    },
    watched: { add: async (channel: WatchedChannel) => void writes.push(channel) },
    registry: {
      providers: ['fake'],
      load: async () =>
        isWatched
          ? { ...port, watch: async () => ({ kind: 'unknown' as const, detail: '' }) }
          : port,
    },
    sealer: openSealer,
    runtime: { ...systemRuntime, now: () => NOW },
  };
  const wish = contract.body.parse({
    provider: 'fake',
    label: 'fake',
    config: {},
    credentials: {},
  });
  const { id } = await createChannel(deps, tenant, wish);
  await updateChannel(deps, tenant, id, { label: 'renamed' });
  return { id, writes };
};

it('a channel whose provider is watched is listed before it is there, and again when it changes', async () => {
  const { id, writes } = await aDesk(true);
  const listed = { tenant, channelId: id };
  expect(writes).toEqual([listed, 'created', listed, 'updated']);
});

it('a channel whose provider notifies is not listed', async () => {
  expect((await aDesk(false)).writes).toEqual(['created', 'updated']);
});
