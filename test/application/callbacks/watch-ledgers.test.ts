import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dynamoWatchList } from '#shared/adapters/dynamodb/watch-list.ts';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import {
  type WatchLedgersDeps,
  watchLedgers,
} from '#shared/application/callbacks/watch-ledgers.ts';
import type { ChannelContext, WatchOutcome } from '#shared/application/ports/channel-port.ts';
import type { WatchedAccount, WatchTurns } from '#shared/application/ports/watch-store.ts';
import { METRICS } from '#shared/contract/metrics.ts';
import { type CallbackMessage, callbackMessageSchema } from '#shared/contract/queues.ts';
import type { PaymentNotification } from '#shared/domain/callbacks/notification.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { attemptIdOf, providerOrderNumberOf, toOrderId } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aChannel, aTenant, CHANNEL_A, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';
import { aTill } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeEach(async () => {
  dynamo = await startDynamo();
  return () => dynamo.stop();
});

const configSchema = z.object({ address: z.string() });

/** What lies on an address, in the order in which it came. */
type Book = Map<string, PaymentNotification[]>;

const aTransfer = (changes: Partial<PaymentNotification> = {}): PaymentNotification => {
  const attemptId = attemptIdOf(toOrderId(systemRuntime.newId('order')), 1);
  return {
    kind: 'payment',
    attemptId,
    providerOrderNumber: providerOrderNumberOf(attemptId),
    status: 'succeeded',
    providerStatus: 'Transfer',
    transferId: systemRuntime.newId('request'),
    amount: money('CNY', 990),
    ...changes,
  };
};

/** Time that passes only when everybody waits for it. */
const aClock = () => {
  let now = NOW;
  const waiting: { at: number; resolve: () => void }[] = [];
  const passOn = () => {
    const [first] = waiting.sort((a, b) => a.at - b.at).splice(0, 1);
    if (!first) return;
    now = new Date(Math.max(now.getTime(), first.at));
    first.resolve();
  };
  return {
    now: () => now,
    pause: (millis: number) =>
      new Promise<void>((resolve) => {
        waiting.push({ at: now.getTime() + millis, resolve });
        setImmediate(passOn);
      }),
  };
};

/** As the table has them, at once. */
const turnsInMemory = (): WatchTurns => {
  const turns = new Map<string, { holder: string; until: Date; cursor?: string }>();
  const keyOf = ({ channelId, account }: WatchedAccount) => `${channelId} ${account}`;
  return {
    take: async (account, { holder, now, until }) => {
      const known = turns.get(keyOf(account));
      if (known && known.holder !== holder && known.until > now) return undefined;
      turns.set(keyOf(account), { ...known, holder, until });
      return { cursor: known?.cursor };
    },
    moveCursor: async (account, { holder, from, to }) => {
      const known = turns.get(keyOf(account));
      if (known?.holder !== holder || known.cursor !== from) return false;
      turns.set(keyOf(account), { ...known, cursor: to });
      return true;
    },
    release: async (account, holder) => {
      const known = turns.get(keyOf(account));
      if (known?.holder === holder) turns.set(keyOf(account), { ...known, until: NOW });
    },
  };
};

/** Ledgers with one page of two transfers a look, watched in a time of the test's own. */
const aWatch = async () => {
  const book: Book = new Map();
  const looks: { channelId: string; address: string; cursor: string | undefined; at: number }[] =
    [];
  const sent: CallbackMessage[] = [];
  const counted = new Map<string, number>();
  const tried: unknown[] = [];
  const channels: Channel[] = [];
  const provider = aFakeProvider();
  const plain = await provider.registry.load('fake');
  if (!plain) throw new Error('the fake provider is gone');
  let fails: (address: string) => boolean = () => false;
  let isQueueDown = false;
  const watch = async (
    { channelId, config }: ChannelContext,
    cursor: string | undefined,
  ): Promise<WatchOutcome> => {
    const { address } = configSchema.parse(config);
    looks.push({ channelId, address, cursor, at: (clock.now().getTime() - NOW.getTime()) / 1_000 });
    if (fails(address)) return { kind: 'unknown', detail: 'the node is down' };
    const from = Number(cursor ?? 0);
    const all = book.get(address) ?? [];
    const page = all.slice(from, from + 2);
    return {
      kind: 'looked',
      sightings: page.map((notification) => ({
        notification,
        evidence: JSON.stringify({ id: notification.transferId }),
      })),
      cursor: String(from + page.length),
      isBehind: from + page.length < all.length,
    };
  };
  const table = { documents: dynamo.documents, tableName: dynamo.tables.channels };
  const watched = dynamoWatchList(table);
  const turns = turnsInMemory();
  const clock = aClock();
  const services = fakeChannelServices(provider, () => channels);
  const depsOfProcess = (changes: Partial<WatchLedgersDeps> = {}): WatchLedgersDeps => ({
    ...services,
    registry: {
      providers: ['fake'],
      load: async (name) =>
        name === 'fake'
          ? {
              ...plain,
              configSchema,
              accountOf: (config) => configSchema.parse(config).address,
              watch,
            }
          : name === 'silent'
            ? { ...plain, provider: 'silent' }
            : undefined,
    },
    watched,
    turns,
    queue: {
      send: async (messages) => {
        tried.push(messages);
        if (isQueueDown) throw new Error('SQS is down');
        sent.push(...messages.map(({ message }) => callbackMessageSchema.parse(message)));
      },
    },
    queued: new Set(),
    now: clock.now,
    runtime: {
      ...systemRuntime,
      now: clock.now,
      pause: clock.pause,
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    metrics: { count: (name, value = 1) => counted.set(name, (counted.get(name) ?? 0) + value) },
    ...changes,
  });
  const opens = async (address: string, changes: Partial<Channel> = {}): Promise<Channel> => {
    const channel = aChannel(aTenant(), { config: { address }, ...changes });
    channels.push(channel);
    await watched.add({ tenant: channel.tenant, channelId: channel.id });
    return channel;
  };
  const deps = depsOfProcess();
  return {
    book,
    looks,
    sent,
    counted,
    channels,
    deps,
    depsOfProcess,
    watched,
    tried,
    opens,
    failsAt: (when: typeof fails) => {
      fails = when;
    },
    queueIsDown: (isDown: boolean) => {
      isQueueDown = isDown;
    },
    /** For so many seconds from now. */
    watch: (seconds: number, process = deps) =>
      watchLedgers(process, new Date(clock.now().getTime() + seconds * 1_000)),
    ids: () =>
      sent.map(({ notification }) =>
        notification.kind === 'payment' ? notification.transferId : undefined,
      ),
  };
};

describe('a watched ledger', () => {
  it('is looked at every three seconds, and what it shows goes the way of notifications, with its evidence', async () => {
    const { opens, book, watch, sent, looks } = await aWatch();
    const channel = await opens('TX1');
    const seen = aTransfer();
    book.set('TX1', [seen]);
    await watch(10);
    expect(looks.map(({ at }) => at)).toEqual([0, 3, 6, 9]);
    expect(sent).toEqual([
      {
        id: expect.stringMatching(/^cb_/),
        tenant: channel.tenant,
        channelId: channel.id,
        provider: 'fake',
        receivedAt: NOW.toISOString(),
        httpMethod: 'WATCH',
        query: '',
        contentType: 'application/json',
        body: Buffer.from(JSON.stringify({ id: seen.transferId })).toString('base64'),
        notification: seen,
        accountVersions: [1],
        confirm: false,
      },
    ]);
  });

  it('that is far behind is read to its end at once', async () => {
    const { opens, book, watch, ids, looks } = await aWatch();
    await opens('TX1');
    const seen = Array.from({ length: 7 }, () => aTransfer());
    book.set('TX1', seen);
    await watch(2);
    expect(ids()).toEqual(seen.map(({ transferId }) => transferId));
    expect(looks.map(({ at, cursor }) => [at, cursor])).toEqual([
      [0, undefined],
      [0, '2'],
      [0, '4'],
      [0, '6'],
    ]);
  });

  it('goes on where the last run stopped', async () => {
    const { opens, book, watch, ids, looks } = await aWatch();
    await opens('TX1');
    book.set('TX1', [aTransfer()]);
    await watch(2);
    book.get('TX1')?.push(aTransfer());
    await watch(2);
    expect(looks.at(-1)?.cursor).toBe('1');
    expect(ids()).toEqual(book.get('TX1')?.map(({ transferId }) => transferId));
  });

  it.each(['draining', 'frozen'] as const)(
    'is watched also when its channel is %s',
    async (status) => {
      const { opens, book, watch, sent } = await aWatch();
      await opens('TX1', { status });
      book.set('TX1', [aTransfer()]);
      await watch(1);
      expect(sent).toHaveLength(1);
    },
  );

  it('of an account that was replaced is watched on, and vouches for its own payments only', async () => {
    const { opens, book, watch, sent } = await aWatch();
    await opens('NEW', {
      accountVersion: 2,
      retiredAccounts: [
        {
          version: 1,
          account: 'before',
          config: { address: 'OLD' },
          credentials: { wrappedKey: new Uint8Array([1]), data: new Uint8Array([2]) },
          credentialNames: [],
          retiredAt: NOW.toISOString(),
        },
      ],
    });
    book.set('OLD', [aTransfer()]);
    book.set('NEW', [aTransfer()]);
    await watch(1);
    expect(
      sent.map(({ accountVersions, notification }) => [accountVersions, notification]),
    ).toEqual([
      [[2], book.get('NEW')?.[0]],
      [[1], book.get('OLD')?.[0]],
    ]);
  });

  it('whose account only got another key is watched once, from where it was, for both', async () => {
    const { opens, book, watch, sent, looks, channels } = await aWatch();
    const channel = await opens('TX1');
    book.set('TX1', [aTransfer()]);
    await watch(1);
    channels.splice(0, 1, {
      ...channel,
      accountVersion: 2,
      credentials: { wrappedKey: new Uint8Array([1]), data: new Uint8Array([3]) },
      retiredAccounts: [
        {
          version: 1,
          account: 'before',
          config: channel.config,
          credentials: channel.credentials,
          credentialNames: [],
          retiredAt: NOW.toISOString(),
        },
      ],
    });
    book.get('TX1')?.push(aTransfer());
    await watch(1);
    expect(looks.map(({ cursor }) => cursor)).toEqual([undefined, '1']);
    expect(sent.at(-1)?.accountVersions).toEqual([2, 1]);
  });
});

describe('trouble', () => {
  it('with one ledger is counted, tried again more and more rarely, and keeps no other waiting', async () => {
    const { opens, book, watch, sent, looks, failsAt, counted } = await aWatch();
    const [broken, well] = [await opens('DOWN'), await opens('UP')];
    book.set('UP', [aTransfer()]);
    failsAt((address) => address === 'DOWN');
    await watch(56);
    const of = ({ id }: Channel) => looks.filter(({ channelId }) => channelId === id).length;
    expect(sent).toHaveLength(1);
    expect(of(well)).toBeGreaterThan(8);
    expect(of(broken)).toBeLessThan(of(well));
    expect(of(broken)).toBeGreaterThan(2);
    expect(counted.get(METRICS.ledgerUnseen)).toBe(of(broken));
  });

  it('that passes loses nothing', async () => {
    const { opens, book, watch, sent, failsAt } = await aWatch();
    await opens('TX1');
    book.set('TX1', [aTransfer()]);
    failsAt(() => true);
    await watch(4);
    failsAt(() => false);
    await watch(1);
    expect(sent).toHaveLength(1);
  });

  it('with the queue leaves the cursor where it is: the same is seen again', async () => {
    const { opens, book, watch, sent, looks, queueIsDown } = await aWatch();
    await opens('TX1');
    book.set('TX1', [aTransfer()]);
    queueIsDown(true);
    await watch(1);
    queueIsDown(false);
    await watch(1);
    expect(looks.map(({ cursor }) => cursor)).toEqual([undefined, undefined]);
    expect(sent).toHaveLength(1);
  });

  it('with a channel that is gone, cannot be opened, or is no ledger any more stops no other', async () => {
    const { opens, book, watch, watched, sent, channels } = await aWatch();
    await watched.add({ tenant: aTenant(), channelId: systemRuntime.newId('channel') });
    await opens('X', { provider: 'silent' });
    await opens('X', { provider: 'unknown' });
    const broken = await opens('X');
    channels[channels.indexOf(broken)] = { ...broken, config: {} };
    await opens('TX1');
    book.set('TX1', [aTransfer()]);
    await watch(1);
    expect(sent).toHaveLength(1);
  });
});

describe('two watchers', () => {
  it('do not look at one ledger in turns; the second takes over when the first is done', async () => {
    const { opens, book, watch, depsOfProcess, looks, deps, sent } = await aWatch();
    const channel = await opens('TX1');
    book.set('TX1', [aTransfer()]);
    const account = { channelId: channel.id, account: looksLike(channel) };
    expect(
      await deps.turns.take(account, { holder: 'first', now: NOW, until: later(5) }),
    ).toBeDefined();
    await watch(4, depsOfProcess());
    expect(looks).toEqual([]);
    await watch(4, depsOfProcess());
    expect(sent).toHaveLength(1);
  });

  it('that see the same at once queue it twice, and it counts once', async () => {
    const { opens, book, watch, depsOfProcess, sent } = await aWatch();
    const till = aTill(dynamo);
    const order = await till.order(await till.sells({ cards: 1 }));
    const attempt = await till.attempt(order);
    await opens('TX1', { id: CHANNEL_A, tenant: order.tenant });
    book.set('TX1', [
      aTransfer({
        attemptId: attempt.id,
        providerOrderNumber: providerOrderNumberOf(attempt.id),
        amount: attempt.amount,
      }),
    ]);
    const always = {
      take: async () => ({ cursor: undefined }),
      moveCursor: async () => false,
      release: async () => {},
    };
    for (const _watcher of [1, 2]) await watch(1, depsOfProcess({ turns: always }));
    expect(sent).toHaveLength(2);
    const effects = await Promise.all(sent.map((message) => applyCallback(till.deps, message)));
    expect(effects.sort()).toEqual(['applied', 'no_change']);
    expect((await till.load(order)).order.state).toBe('delivered');
  });

  it('of which one sees a transfer again and again queues it once', async () => {
    const { opens, book, watch, depsOfProcess, sent } = await aWatch();
    await opens('TX1');
    book.set('TX1', [aTransfer()]);
    const stuck = {
      take: async () => ({ cursor: undefined }),
      moveCursor: async () => false,
      release: async () => {},
    };
    await watch(20, depsOfProcess({ turns: stuck }));
    expect(sent).toHaveLength(1);
  });
});

it('nothing to watch ends at once', async () => {
  const { watch, deps } = await aWatch();
  await watch(56);
  expect(deps.runtime.now()).toEqual(NOW);
});

/** The name under which the fake provider's account is watched. */
const looksLike = ({ config }: Channel): string => `fake ${configSchema.parse(config).address}`;
