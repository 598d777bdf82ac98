import { expect, test } from 'vitest';
import type { ChannelContext, CreateRequest } from '#shared/application/ports/channel-port.ts';
import { usdt } from '#shared/channels/usdt/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { attemptOf, referenceOf } from './chain/wallet.ts';
import { aTronAddress, type Grid, tronGrid } from './tron-grid.ts';

const KEY = 'a-key-of-trongrid';
const START = new Date('2026-11-01T12:00:00.000Z');
const MINUTE = 60_000;

const open = ({
  addresses = 2,
  ...change
}: {
  addresses?: number;
  [name: string]: unknown;
} = {}) => {
  const grid = tronGrid(START);
  const own = Array.from({ length: addresses }, aTronAddress);
  const context: ChannelContext = {
    channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
    mode: 'test',
    config: usdt.configSchema.parse({
      network: 'trc20',
      accessMode: 'address',
      addresses: own,
      rpc: { pauseSeconds: 0 },
      ...change,
    }),
    credentials: usdt.credentialsSchema.parse({ rpcKey: KEY }),
    notifyUrl: 'https://callbacks.example.com/callbacks/usdt/ch_1',
    http: grid.http,
    leases: leasesInMemory(),
    get now() {
      return grid.now;
    },
  };
  let cursor: string | undefined;
  let orders = 0;
  return {
    grid,
    context,
    addresses: own,
    pass: (millis: number) => {
      grid.now = new Date(grid.now.getTime() + millis);
    },
    order: (): CreateRequest => {
      orders += 1;
      return {
        orderNumber: `01k9gfm0c8e4ravxk1q3j7z${String(orders).padStart(3, '0')}`,
        amount: money('USDT', 9_900_000),
        method: 'usdt_trc20',
        device: 'mobile',
        subject: 'VIP',
        returnUrl: 'https://shop.example.com/return',
        sharedReturn: { url: 'https://shop.example.com/return', state: 'abc' },
        buyerIp: '203.0.113.9',
        createdAt: grid.now,
        expiresAt: new Date(grid.now.getTime() + 15 * MINUTE),
      };
    },
    address: async (request: CreateRequest): Promise<string> => {
      const outcome = await usdt.create(context, request);
      if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'address')
        throw new Error(JSON.stringify(outcome));
      return outcome.nextAction.address;
    },
    look: async () => {
      const outcome = await usdt.watch?.(context, cursor);
      if (outcome?.kind !== 'looked') throw new Error(JSON.stringify(outcome));
      cursor = outcome.cursor;
      return outcome;
    },
    calls: (grid: Grid) => grid.requests.length,
  };
};

const told = (outcome: { sightings: readonly { notification: object }[] }) =>
  outcome.sightings.map(({ notification }) => notification);

test('a payment is seen when its block is solidified, once, and found by its order', async () => {
  const { grid, context, pass, order, address, look } = open();
  await look();
  pass(5 * MINUTE);
  const request = order();
  const to = await address(request);
  pass(30_000);
  const { transaction } = grid.transfer({ to });
  expect((await look()).sightings).toEqual([]);
  expect(await usdt.query(context, referenceOf(request))).toMatchObject({
    status: 'pending',
    providerStatus: 'unconfirmed',
  });
  pass(MINUTE);
  expect(told(await look())).toEqual([
    {
      kind: 'payment',
      attemptId: attemptOf(request),
      providerOrderNumber: request.orderNumber,
      providerReference: transaction,
      status: 'succeeded',
      providerStatus: 'confirmed',
      amount: request.amount,
      transferId: `${transaction}:0`,
    },
  ]);
  expect(await usdt.query(context, referenceOf(request))).toMatchObject({
    status: 'succeeded',
    amount: request.amount,
  });
  pass(MINUTE);
  expect((await look()).sightings).toEqual([]);
  for (const { url, headers } of grid.requests) {
    expect(url).not.toContain(KEY);
    expect(headers).toMatchObject({ 'TRON-PRO-API-KEY': KEY });
  }
});

test('what the index learns of late is reported all the same', async () => {
  const { grid, pass, order, address, look } = open();
  await look();
  pass(MINUTE);
  const request = order();
  const to = await address(request);
  pass(MINUTE);
  grid.transfer({ to, indexedAt: new Date(grid.now.getTime() + 40 * MINUTE) });
  for (let minutes = 0; minutes < 40; minutes += 5) {
    pass(5 * MINUTE);
    if (minutes < 35) expect((await look()).sightings).toEqual([]);
  }
  expect(told(await look())).toMatchObject([{ attemptId: attemptOf(request) }]);
  expect((await look()).sightings).toEqual([]);
});

test('the index is not believed: what its transaction does not bear out is no transfer', async () => {
  const { grid, pass, order, address, look } = open();
  await look();
  pass(MINUTE);
  const to = await address(order());
  pass(MINUTE);
  grid.transfer({ to, result: 'OUT_OF_ENERGY' });
  grid.transfer({ to, contract: aTronAddress() });
  grid.transfer({ to, units: 0n });
  grid.transfer({ to, units: 9_999n });
  grid.transfer({ to, isForged: true });
  pass(MINUTE);
  expect((await look()).sightings).toEqual([]);
});

test('transfers of one transaction are told apart, also when they go to two of our addresses', async () => {
  const { grid, pass, order, address, look } = open();
  await look();
  pass(MINUTE);
  const [one, two] = [order(), order()];
  const [first, second] = [await address(one), await address(two)];
  pass(MINUTE);
  const { transaction } = grid.transfer({ to: first, units: 4_000_000n });
  grid.transfer({ transaction, to: second });
  grid.transfer({ transaction, to: first, units: 5_900_000n });
  pass(MINUTE);
  const seen = told(await look());
  expect(seen).toHaveLength(3);
  expect(seen).toMatchObject([
    { attemptId: attemptOf(one), transferId: `${transaction}:0`, amount: money('USDT', 4_000_000) },
    { attemptId: attemptOf(two), transferId: `${transaction}:1` },
    { attemptId: attemptOf(one), transferId: `${transaction}:2`, amount: money('USDT', 5_900_000) },
  ]);
});

test('many pages and many transfers are read over several looks, each once', async () => {
  const { grid, pass, order, address, look } = open({ addresses: 3 });
  grid.pageSize = 10;
  await look();
  pass(MINUTE);
  const to = await address(order());
  pass(MINUTE);
  const sent = new Set(
    Array.from({ length: 130 }, (_, at) =>
      grid.transfer({ to, at: new Date(grid.now.getTime() + at * 100) }),
    ).map(({ transaction }) => `${transaction}:0`),
  );
  pass(2 * MINUTE);
  const seen: string[] = [];
  for (let looks = 0; looks < 30; looks += 1) {
    const outcome = await look();
    for (const { notification } of outcome.sightings)
      if (notification.kind === 'payment') seen.push(notification.transferId ?? '');
    if (!outcome.isBehind) break;
  }
  expect(seen).toHaveLength(130);
  expect(new Set(seen)).toEqual(sent);
});

test('pages full of dust do not hide what comes behind them', async () => {
  const { grid, pass, order, address, look } = open({ addresses: 1 });
  grid.pageSize = 5;
  await look();
  pass(MINUTE);
  const request = order();
  const to = await address(request);
  for (let at = 0; at < 60; at += 1) {
    pass(10);
    grid.transfer({ to, units: 1n });
  }
  pass(10);
  grid.transfer({ to });
  pass(2 * MINUTE);
  const seen: object[] = [];
  for (let looks = 0; looks < 10; looks += 1) {
    const outcome = await look();
    seen.push(...told(outcome));
    if (!outcome.isBehind) break;
  }
  expect(seen).toMatchObject([{ attemptId: attemptOf(request) }]);
});

test('what was found before TronGrid has enough of us is reported, and the rest comes later', async () => {
  const { grid, pass, order, address, look } = open({ addresses: 2 });
  await look();
  pass(MINUTE);
  const to = await address(order());
  pass(MINUTE);
  grid.transfer({ to });
  grid.transfer({ to, units: 1_000_000n, at: new Date(grid.now.getTime() + 1_000) });
  pass(2 * MINUTE);
  let infos = 0;
  grid.fails = ({ url }) => {
    infos += url.includes('gettransactioninfobyid') ? 1 : 0;
    return infos > 1
      ? {
          status: 403,
          body: {
            success: false,
            error: 'The key exceeds the frequency limit(15), suspended for 30s',
          },
        }
      : undefined;
  };
  const first = await look();
  expect(first.sightings).toHaveLength(1);
  expect(first.isBehind).toBe(false);
  grid.fails = undefined;
  expect((await look()).sightings).toHaveLength(1);
  expect((await look()).sightings).toEqual([]);
});

test.each([
  [401, {}, 'invalid_credentials'],
  [403, { success: false, error: 'The key exceeds the frequency limit(15)' }, 'rate_limited'],
  [403, { error: 'not on the list' }, 'invalid_credentials'],
  [429, {}, 'rate_limited'],
  [200, { Error: 'The key exceeds the frequency limit(30), suspended for 30s' }, 'rate_limited'],
])('HTTP %i %j is %s', async (status, body, reason) => {
  const { grid, context, order } = open();
  grid.fails = () => ({ status, body });
  expect(await usdt.test?.(context, referenceOf(order()))).toMatchObject({
    kind: 'unknown',
    reason,
  });
});

test('a chain that stands still is told', async () => {
  const { grid, context, order } = open();
  grid.solidMillis = 600_000;
  expect(await usdt.test?.(context, referenceOf(order()))).toMatchObject({
    reason: 'provider_maintenance',
    detail: 'the newest block is 600 s old: the chain or the node stands still',
  });
  expect(await usdt.watch?.(context, undefined)).toMatchObject({ kind: 'unknown' });
});

test('payments at one address are told apart by their amounts', async () => {
  const { grid, context, pass, order, look } = open({ addresses: 1, accessMode: 'amount' });
  await look();
  pass(MINUTE);
  const requests = [order(), order()];
  const asked: bigint[] = [];
  for (const request of requests) {
    const outcome = await usdt.create(context, request);
    if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'address') throw new Error();
    const { amount, address } = outcome.nextAction;
    const [whole = '', fraction = ''] = amount.split('.');
    asked.push(BigInt(whole + fraction.padEnd(6, '0')));
    pass(1_000);
    grid.transfer({ to: address, units: asked.at(-1) ?? 0n });
  }
  expect(asked[0]).not.toBe(asked[1]);
  pass(2 * MINUTE);
  expect(told(await look())).toMatchObject(
    requests.map((request) => ({ attemptId: attemptOf(request), amount: request.amount })),
  );
  for (const request of requests)
    expect(await usdt.query(context, referenceOf(request))).toMatchObject({
      status: 'succeeded',
      amount: request.amount,
    });
});

test('a cursor of another chain is of no use: the look starts now', async () => {
  const { context, look } = open();
  const other = JSON.stringify({ chain: 1, block: '12', hash: '0x00' });
  const outcome = await usdt.watch?.(context, other);
  expect(outcome).toEqual(await look());
});

test('nodes are asked no more often than the settings say, and at once while there is more to see', async () => {
  const { grid, pass, look } = open({ addresses: 19, rpc: undefined });
  const calls = async (): Promise<number> => {
    const before = grid.requests.length;
    await look();
    return grid.requests.length - before;
  };
  await look();
  pass(24_000);
  expect(await calls()).toBe(0);
  pass(1_000);
  expect(await calls()).toBe(20);
  pass(MINUTE);
  const many = open({ addresses: 100, rpc: undefined });
  await many.look();
  many.pass(10 * MINUTE);
  for (const isBehind of [true, true, true, false])
    expect((await many.look()).isBehind).toBe(isBehind);
  expect(many.grid.requests.length).toBeGreaterThanOrEqual(100);
});
