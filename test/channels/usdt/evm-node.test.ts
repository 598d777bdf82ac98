import { expect, test } from 'vitest';
import type { ChannelContext } from '#shared/application/ports/channel-port.ts';
import { usdt } from '#shared/channels/usdt/index.ts';
import { replyText } from '#test/channels/support/scripted-http.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { anAddress } from './chain/wallet.ts';
import { evmNode, type NodeState } from './evm-node.ts';

const USDT = '0xdAC17F958D2ee523a2206206994597C13D831ec7';
const KEY = 'a-secret-key-of-the-node';

const accountOn = (http: ChannelContext['http'], change: object = {}) => {
  const addresses = [anAddress()];
  const context: ChannelContext = {
    channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
    mode: 'test',
    config: usdt.configSchema.parse({
      network: 'erc20',
      accessMode: 'address',
      addresses,
      rpc: { url: 'https://node.example.com/v3', pauseSeconds: 0 },
      maxHeadAgeSeconds: 86_400,
      ...change,
    }),
    credentials: usdt.credentialsSchema.parse({ rpcKey: KEY }),
    notifyUrl: 'https://callbacks.example.com/callbacks/usdt/ch_1',
    http,
    leases: leasesInMemory(),
    now: new Date(),
  };
  return { context, address: addresses[0] ?? '' };
};

const look = async (context: ChannelContext, cursor: string | undefined) => {
  const outcome = await usdt.watch?.(context, cursor);
  if (outcome?.kind !== 'looked') throw new Error(JSON.stringify(outcome));
  return outcome;
};

const paid = (node: NodeState, to: string, change: object = {}) =>
  node.transfers.push({
    contract: USDT,
    block: node.head,
    transaction: node.transfers.length + 1,
    from: anAddress(),
    to,
    units: 9_900_000n,
    ...change,
  });

test('a node that takes small ranges only is asked for small ones, and nothing is missed', async () => {
  const node = evmNode({
    head: 900,
    refuseLogs: (blocks) =>
      blocks > 10 ? { code: -32600, message: 'up to a 10 block range' } : undefined,
  });
  const { context, address } = accountOn(node.http);
  let { cursor, isBehind } = await look(context, undefined);
  node.head = 1_000;
  paid(node, address, { block: 930 });
  paid(node, address, { block: 988 });
  const seen: string[] = [];
  isBehind = true;
  for (let looks = 0; isBehind && looks < 20; looks += 1) {
    const outcome = await look(context, cursor);
    ({ cursor, isBehind } = outcome);
    for (const { evidence } of outcome.sightings) seen.push(JSON.parse(evidence).block);
  }
  expect(seen).toEqual(['930', '988']);
  expect(isBehind).toBe(false);
});

test('a node that lacks the last block has not all the events: the look does not count', async () => {
  const node = evmNode({ head: 900 });
  const { context, address } = accountOn(node.http);
  const { cursor } = await look(context, undefined);
  node.head = 1_000;
  paid(node, address, { block: 985 });
  node.lag = 20;
  expect(await usdt.watch?.(context, cursor)).toEqual({
    kind: 'unknown',
    detail: 'the node does not have block 989 yet',
  });
  node.lag = 0;
  expect((await look(context, cursor)).sightings).toHaveLength(1);
});

test('a node that is behind the one before moves no cursor', async () => {
  const node = evmNode({ head: 1_000 });
  const { context } = accountOn(node.http);
  const { cursor } = await look(context, undefined);
  node.head = 980;
  expect(await look(context, cursor)).toEqual({
    kind: 'looked',
    sightings: [],
    cursor,
    isBehind: false,
  });
});

test('events that were removed, and those of other contracts, are no transfers', async () => {
  const node = evmNode({ head: 980 });
  const { context, address } = accountOn(node.http);
  const { cursor } = await look(context, undefined);
  node.head = 1_000;
  paid(node, address, { block: 985, removed: true });
  paid(node, address, { block: 985, contract: anAddress() });
  paid(node, anAddress(), { block: 985 });
  expect((await look(context, cursor)).sightings).toEqual([]);
});

test('what was read before a failure is reported, and the next look goes on there', async () => {
  const node = evmNode({ head: 900 });
  const { context, address } = accountOn(node.http, {
    rpc: { url: 'https://node.example.com/v3', maxBlockRange: 40, pauseSeconds: 0 },
  });
  const { cursor } = await look(context, undefined);
  node.head = 1_000;
  paid(node, address, { block: 900 });
  paid(node, address, { block: 980 });
  let asked = 0;
  node.refuseLogs = () => {
    asked += 1;
    return asked > 1 ? { code: -32005, message: 'too many requests' } : undefined;
  };
  const first = await look(context, cursor);
  expect(first.sightings).toHaveLength(1);
  expect(first.isBehind).toBe(false);
  node.refuseLogs = undefined;
  expect((await look(context, first.cursor)).sightings).toHaveLength(1);
});

test.each([
  [401, 'invalid_credentials'],
  [403, 'invalid_credentials'],
  [429, 'rate_limited'],
  [503, 'rate_limited'],
  [500, undefined],
])('HTTP %i is %s, and no answer repeats the key', async (status, reason) => {
  const urls: string[] = [];
  const { context } = accountOn({
    request: async ({ url }) => {
      urls.push(url);
      return replyText(`project ${KEY} does not do that`, status);
    },
  });
  const outcome = await usdt.test?.(context, {
    orderNumber: '01k9gfm0c8e4ravxk1q3j7zw01',
    amount: { currency: 'USDT', minor: 1n },
    method: 'usdt_erc20',
    device: 'desktop',
    createdAt: new Date(),
    expiresAt: new Date(),
  });
  expect(outcome).toMatchObject({ kind: 'unknown', ...(reason ? { reason } : {}) });
  expect(JSON.stringify(outcome)).not.toContain(KEY);
  expect(urls).toEqual([`https://node.example.com/v3/${KEY}`]);
});

test('a refusal in words does not repeat the key either', async () => {
  const node = evmNode({ head: 900 });
  const { context } = accountOn(node.http, {
    rpc: { url: 'https://node.example.com/v3', maxBlockRange: 1, pauseSeconds: 0 },
  });
  const { cursor } = await look(context, undefined);
  node.head = 1_000;
  node.refuseLogs = () => ({ code: -32000, message: `the key ${KEY} may not do that` });
  const outcome = await usdt.watch?.(context, cursor);
  expect(outcome).toEqual({
    kind: 'unknown',
    detail: 'the node refuses eth_getLogs: the key ••• may not do that (-32000)',
  });
});
