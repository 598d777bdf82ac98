import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ChannelSetup } from '#infra/local/providers/kit/simulation.ts';
import {
  makeSimulatorKeys,
  type Simulator,
  startSimulator,
} from '#infra/local/providers/kit/start-simulator.ts';
import type { Keys } from '#infra/local/providers/usdt/chain.ts';
import { usdt as simulation } from '#infra/local/providers/usdt/simulation.ts';
import type { CreateRequest } from '#shared/application/ports/channel-port.ts';
import { usdt } from '#shared/channels/usdt/index.ts';
import type { PaymentNotification } from '#shared/domain/callbacks/notification.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  type ChannelDesk,
  openChannelDesk,
  referenceTo,
} from '#test/channels/support/channel-desk.ts';
import { attemptOf } from './chain/wallet.ts';

const NETWORKS = ['TRC20', 'ERC20', 'BEP20'] as const;
const AMOUNT = money('USDT', 9_900_000);

let simulator: Simulator<Keys>;
const desks = new Map<string, ChannelDesk>();
const cursors = new Map<string, string | undefined>();
beforeAll(async () => {
  const keys = await makeSimulatorKeys(simulation);
  const platform = { ...keys.platform, blockMillis: 40 };
  simulator = await startSimulator(simulation, { keys: { ...keys, platform } });
  for (const [at, setup] of simulator.channels().entries())
    desks.set(NETWORKS[at] ?? '', await openChannelDesk(usdt, unhurried(setup)));
  for (const network of NETWORKS) await look(network);
});
afterAll(async () => {
  await Promise.all([...desks.values()].map((desk) => desk.stop()));
  await simulator.stop();
});

/** Without a pause between looks. */
const unhurried = (setup: ChannelSetup): ChannelSetup => ({
  ...setup,
  config: { ...setup.config, rpc: { ...(setup.config.rpc as object), pauseSeconds: 0 } },
});

const deskOf = (network: string): ChannelDesk => {
  const desk = desks.get(network);
  if (!desk) throw new Error(network);
  return desk;
};

const look = async (network: string): Promise<PaymentNotification[]> => {
  const outcome = await usdt.watch?.(deskOf(network).context, cursors.get(network));
  if (outcome?.kind !== 'looked') throw new Error(JSON.stringify(outcome));
  cursors.set(network, outcome.cursor);
  return outcome.sightings.flatMap(({ notification }) =>
    notification.kind === 'payment' ? [notification] : [],
  );
};

const seenBy = async (network: string, count: number): Promise<PaymentNotification[]> => {
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

const ask = async (network: string) => {
  const { context, request: make } = deskOf(network);
  const request: CreateRequest = make({ amount: AMOUNT });
  const outcome = await usdt.create(context, request);
  if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'address')
    throw new Error(JSON.stringify(outcome));
  const { address: to, amount } = outcome.nextAction;
  expect(outcome.nextAction.network).toBe(network);
  return { request, to, amount };
};

const query = (network: string, request: CreateRequest) =>
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
