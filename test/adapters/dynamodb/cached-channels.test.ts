import { describe, expect, test } from 'vitest';
import { cachedChannels } from '#shared/adapters/dynamodb/cached-channels.ts';
import type { ChannelReader } from '#shared/application/ports/channel-store.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { anAccount, aTenant, channelId } from '../../support/an-account.ts';

/** A store in memory that counts how often it is asked, and can fail. */
const aStore = (...channels: Channel[]) => {
  const calls = { list: 0, read: 0, findOwner: 0 };
  const state = { channels, broken: false };
  const answer = <Value>(kind: keyof typeof calls, value: Value): Promise<Value> => {
    calls[kind] += 1;
    return state.broken ? Promise.reject(new Error('throttled')) : Promise.resolve(value);
  };
  const reader: ChannelReader = {
    list: () => answer('list', state.channels),
    read: (_tenant, id) =>
      answer(
        'read',
        state.channels.find((channel) => channel.id === id),
      ),
    findOwner: (id) => answer('findOwner', state.channels.find((it) => it.id === id)?.tenant),
  };
  return { reader, calls, state };
};

const aClock = () => {
  const clock = { millis: 0, now: () => clock.millis };
  return clock;
};

describe('the cached channels', () => {
  test('answer from memory for two seconds, then ask again', async () => {
    const { reader, calls, state } = aStore(anAccount());
    const clock = aClock();
    const cached = cachedChannels(reader, clock.now);
    await cached.list(aTenant);
    state.channels = [anAccount({ status: 'frozen' })];
    clock.millis = 1_999;
    expect((await cached.list(aTenant))[0]?.status).toBe('enabled');
    clock.millis = 2_000;
    expect((await cached.list(aTenant))[0]?.status).toBe('frozen');
    expect(calls.list).toBe(2);
  });

  test('ask once for callers that come at the same moment', async () => {
    const { reader, calls } = aStore(anAccount());
    const cached = cachedChannels(reader, aClock().now);
    await Promise.all(Array.from({ length: 50 }, () => cached.list(aTenant)));
    await Promise.all(Array.from({ length: 50 }, () => cached.read(aTenant, channelId(1))));
    expect(calls).toMatchObject({ list: 1, read: 1 });
  });

  test('keep one tenant and one channel apart from another', async () => {
    const { reader, calls } = aStore(anAccount());
    const cached = cachedChannels(reader, aClock().now);
    await cached.list(aTenant);
    await cached.list({ ...aTenant, mode: 'live' });
    expect(calls.list).toBe(2);
    await cached.read(aTenant, channelId(1));
    await cached.read({ ...aTenant, mode: 'live' }, channelId(1));
    expect(calls.read).toBe(2);
  });

  test('see a new channel at once: what was missing is not remembered', async () => {
    const { reader, state } = aStore();
    const cached = cachedChannels(reader, aClock().now);
    expect(await cached.findOwner(channelId(1))).toBeUndefined();
    expect(await cached.read(aTenant, channelId(1))).toBeUndefined();
    state.channels = [anAccount()];
    expect(await cached.findOwner(channelId(1))).toEqual(aTenant);
    expect(await cached.read(aTenant, channelId(1))).toEqual(anAccount());
  });

  test('do not remember a failure', async () => {
    const { reader, state } = aStore(anAccount());
    const cached = cachedChannels(reader, aClock().now);
    state.broken = true;
    await expect(cached.list(aTenant)).rejects.toThrow('throttled');
    state.broken = false;
    expect(await cached.list(aTenant)).toHaveLength(1);
  });

  test('remember owners for long, but not more than ten thousand of them', async () => {
    const channels = Array.from(
      { length: 10_001 },
      (_, n) => ({ ...anAccount(), id: `ch_${n}` }) as Channel,
    );
    const { reader, calls } = aStore(...channels);
    const clock = aClock();
    const cached = cachedChannels(reader, clock.now);
    await cached.findOwner('ch_0');
    clock.millis = 3_599_999;
    await cached.findOwner('ch_0');
    expect(calls.findOwner).toBe(1);
    for (const { id } of channels.slice(1)) await cached.findOwner(id);
    await cached.findOwner('ch_0');
    expect(calls.findOwner).toBe(10_002);
    await cached.findOwner('ch_10000');
    expect(calls.findOwner).toBe(10_002);
  });
});
