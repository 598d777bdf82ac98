import { beforeAll, describe, expect, test, vi } from 'vitest';
import { makeSimulatorKeys } from '#infra/local/providers/kit/start-simulator.ts';
import { usdt as simulated } from '#infra/local/providers/usdt/simulation.ts';
import type { CreateRequest } from '#shared/application/ports/channel-port.ts';
import { usdt } from '#shared/channels/usdt/index.ts';
import type { PaymentNotification } from '#shared/domain/callbacks/notification.ts';
import { money } from '#shared/domain/money/money.ts';
import { type ChannelDesk, referenceTo } from '#test/channels/support/channel-desk.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { attemptOf } from './chain/wallet.ts';

const NETWORKS = ['TRC20', 'ERC20', 'BEP20'] as const;
const AMOUNT = money('USDT', 9_900_000);

const keys = await makeSimulatorKeys(simulated);
const simulation = await openSimulation(usdt, simulated, {
  keys: { ...keys, platform: { ...keys.platform, blockMillis: 40 } },
  // Without a pause between looks.
  setups: (own) =>
    own.map((setup) => ({
      ...setup,
      config: { ...setup.config, rpc: { ...(setup.config.rpc as object), pauseSeconds: 0 } },
    })),
});
const { simulator } = simulation;
const cursors = new Map<string, string | undefined>();
beforeAll(async () => {
  for (const network of NETWORKS) await look(network);
});

type Network = (typeof NETWORKS)[number];
const deskOf = (network: Network): ChannelDesk => simulation.deskAt(NETWORKS.indexOf(network));

const look = async (network: Network): Promise<PaymentNotification[]> => {
  const outcome = await usdt.watch?.(deskOf(network).context, cursors.get(network));
  if (outcome?.kind !== 'looked') throw new Error(JSON.stringify(outcome));
  cursors.set(network, outcome.cursor);
  return outcome.sightings.flatMap(({ notification }) =>
    notification.kind === 'payment' ? [notification] : [],
  );
};

const seenBy = async (network: Network, count: number): Promise<PaymentNotification[]> => {
  const seen: PaymentNotification[] = [];
  await vi.waitFor(
    async () => {
      seen.push(...(await look(network)));
      expect(seen.length).toBeGreaterThanOrEqual(count);
    },
    { timeout: 10_000, interval: 50 },
  );
  return seen;
};

const send = async (order: object): Promise<string> => {
  const response = await fetch(`${simulator.url}/wallet`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { hash: string }).hash;
};

const ask = async (network: Network) => {
  const { context, request: make } = deskOf(network);
  const request: CreateRequest = make({ amount: AMOUNT });
  const outcome = await usdt.create(context, request);
  if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'address')
    throw new Error(JSON.stringify(outcome));
  const { address: to, amount } = outcome.nextAction;
  expect(outcome.nextAction.network).toBe(network);
  return { request, to, amount };
};

const query = (network: Network, request: CreateRequest) =>
  usdt.query(deskOf(network).context, referenceTo(request));

describe.each(NETWORKS)('%s', (network) => {
  test('a sale: asked for, sent, seen, found', async () => {
    const { request, to, amount } = await ask(network);
    expect(await query(network, request)).toMatchObject({ status: 'pending' });
    const hash = await send({ network, to, amount });
    const prefix = network === 'TRC20' ? '' : '0x';
    expect(await seenBy(network, 1)).toMatchObject([
      {
        attemptId: attemptOf(request),
        status: 'succeeded',
        amount: AMOUNT,
        providerReference: `${prefix}${hash}`,
        transferId: `${prefix}${hash}:0`,
      },
    ]);
    expect(await query(network, request)).toMatchObject({ status: 'succeeded', amount: AMOUNT });
  });

  test('several transfers at once, one of them of another token', async () => {
    const first = await ask(network);
    const second = await ask(network);
    const other = simulator.channels()[NETWORKS.indexOf(network)]?.config.addresses;
    await send({
      network,
      transfers: [
        { to: first.to, amount: first.amount },
        { to: first.to, amount: first.amount, contract: (other as string[])[0] },
        { to: second.to, amount: second.amount },
      ],
    });
    const seen = await seenBy(network, 2);
    expect(seen.map(({ attemptId }) => attemptId)).toEqual([
      attemptOf(first.request),
      attemptOf(second.request),
    ]);
  });

  test('money for nobody is reported without a payment', async () => {
    const { to } = await ask(network);
    await send({ network, to, amount: '3.21' });
    const [seen] = await seenBy(network, 1);
    // Where payments have addresses, it is a part of one.
    expect(seen?.attemptId === undefined).toBe(network === 'ERC20');
    expect(seen?.amount).toEqual(money('USDT', 3_210_000));
  });

  test('a node that does not answer well leaves it unknown, and nothing is missed', async () => {
    const { request, to, amount } = await ask(network);
    await send({ network, to, amount });
    const { context } = deskOf(network);
    for (const behaviour of [
      { habits: { rateLimited: true } },
      { createStatus: 502 },
      { maintenance: true },
    ]) {
      simulator.behave(behaviour);
      expect((await usdt.watch?.(context, cursors.get(network)))?.kind).toBe('unknown');
      expect((await usdt.test?.(context, referenceTo(request)))?.kind).toBe('unknown');
      simulator.behave({ habits: {}, createStatus: null, maintenance: false });
    }
    expect(await seenBy(network, 1)).toMatchObject([{ attemptId: attemptOf(request) }]);
  });

  test('a key that is not known is told', async () => {
    const { context } = deskOf(network);
    const outcome = await usdt.test?.(
      { ...context, now: new Date(), credentials: { rpcKey: 'another-key' } },
      referenceTo(deskOf(network).request()),
    );
    expect(outcome).toMatchObject({ kind: 'unknown', reason: 'invalid_credentials' });
    expect(await usdt.test?.(context, referenceTo(deskOf(network).request()))).toMatchObject({
      kind: 'not_found',
    });
  });
});
