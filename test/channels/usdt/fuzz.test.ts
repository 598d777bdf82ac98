import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChannelContext } from '#shared/application/ports/channel-port.ts';
import type { ProviderHttp } from '#shared/application/ports/provider-http.ts';
import { usdt } from '#shared/channels/usdt/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { replyText } from '#test/channels/support/scripted-http.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { anAddress } from './chain/wallet.ts';
import { evmNode } from './evm-node.ts';
import { aTronAddress, tronGrid } from './tron-grid.ts';

const EVM_CURSOR = JSON.stringify({ chain: 1, block: '900', hash: `0x${'0'.repeat(61)}384` });
const tronCursor = (at: Date) =>
  JSON.stringify({ chain: 'tron', start: 0, since: at.getTime() - 60_000, reported: [] });

/** The answers of a good node, one of which was cut and pasted into. */
const damaged = (
  good: ProviderHttp,
  at: number,
  change: (body: string) => string,
): ProviderHttp => {
  let calls = 0;
  return {
    request: async (request) => {
      const reply = await good.request(request);
      calls += 1;
      return calls === at && reply.kind === 'response' ? replyText(change(reply.body)) : reply;
    },
  };
};

const splice = fc.record({
  call: fc.integer({ min: 1, max: 5 }),
  at: fc.nat(600),
  cut: fc.nat(30),
  insert: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('f', '0', 'null', '"', '9', '{}')),
});

describe.each(['erc20', 'trc20'] as const)('%s', (network) => {
  const now = new Date('2026-11-01T12:00:00.000Z');
  const address = network === 'erc20' ? anAddress() : aTronAddress();
  const good = (): ProviderHttp => {
    if (network === 'trc20') {
      const grid = tronGrid(now);
      grid.transfer({ to: address, at: new Date(now.getTime() - 100_000), indexedAt: now });
      return grid.http;
    }
    return evmNode({
      genesis: now.getTime() / 1_000 - 12_000,
      transfers: [
        {
          contract: '0xdAC17F958D2ee523a2206206994597C13D831ec7',
          block: 980,
          transaction: 1,
          from: anAddress(),
          to: address,
          units: 9_900_000n,
        },
      ],
    }).http;
  };
  const contextOf = (http: ProviderHttp): ChannelContext => ({
    channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
    mode: 'test',
    config: usdt.configSchema.parse({
      network,
      accessMode: 'address',
      addresses: [address],
      rpc: network === 'erc20' ? { url: 'https://node.example.com' } : {},
    }),
    credentials: {},
    notifyUrl: 'https://callbacks.example.com/callbacks/usdt/ch_1',
    http,
    leases: leasesInMemory(),
    now,
  });
  const cursor = network === 'erc20' ? EVM_CURSOR : tronCursor(now);
  const transfersSeenBy = async (http: ProviderHttp) => {
    const outcome = await usdt.watch?.(contextOf(http), cursor);
    return outcome?.kind === 'looked' ? outcome.sightings : undefined;
  };

  test('a good node shows the transfer', async () => {
    expect(await transfersSeenBy(good())).toMatchObject([
      { notification: { amount: money('USDT', 9_900_000) } },
    ]);
  });

  test('no bytes whatever make it throw or see money', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
        expect(await transfersSeenBy({ request: async () => replyText(body) })).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test('no splice of a good answer makes it throw', async () => {
    await fc.assert(
      fc.asyncProperty(splice, async ({ call, at, cut, insert }) => {
        const http = damaged(
          good(),
          call,
          (body) => body.slice(0, at) + insert + body.slice(at + cut),
        );
        const sightings = (await transfersSeenBy(http)) ?? [];
        for (const { notification } of sightings)
          expect(notification).toMatchObject({ kind: 'payment', status: 'succeeded' });
      }),
      { numRuns: 500 },
    );
  });
});
