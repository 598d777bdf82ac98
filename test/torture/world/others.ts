import { cancelOrder } from '#shared/application/orders/cancel-order.ts';
import { completeOrder } from '#shared/application/orders/complete-order.ts';
import { scheduleFollowUps } from '#shared/application/orders/follow-up.ts';
import { resolveOrder } from '#shared/application/orders/resolve-order.ts';
import { requestRefund } from '#shared/application/refunds/request-refund.ts';
import type { Process } from '../simulation/process.ts';
import { sweepOnce } from './functions.ts';
import { addCards } from './shop.ts';
import type { World } from './world.ts';

const PAUSES = [1_000, 10_000, 600_000, 899_900, 950_000, 90_000_000] as const;
const MAX_DEEDS = 4;

/**
 * Everybody else who can touch an order: the merchant, whose people act at any moment; somebody who guesses; providers
 * that say "waiting"; operators who stop a consumer for a while; the sweepers; a merchant who replaces an account.
 */
export const startOthers = (world: World): void => {
  const { simulation } = world;
  const deeds = simulation.choices.pick(MAX_DEEDS + 1, 'deeds');
  for (let deed = 0; deed < deeds; deed += 1) {
    const pause = PAUSES[simulation.choices.pick(PAUSES.length, 'when')] ?? 0;
    const act = DEEDS[simulation.choices.pick(DEEDS.length, 'deed')];
    simulation.spawn(
      'other',
      async (process) => {
        await process.pause(pause);
        await act?.(world, process);
      },
      { spared: true },
    );
  }
};

type Deed = (world: World, process: Process) => Promise<void>;

const anOrder = (world: World): string | undefined =>
  world.orderIds[
    world.orderIds.length > 0 ? world.simulation.choices.pick(world.orderIds.length, 'order') : 0
  ];

const withOrder =
  (act: (world: World, orderId: string) => Promise<void>): Deed =>
  async (world) => {
    const orderId = anOrder(world);
    if (orderId) await act(world, orderId);
  };

const aPayment = ({ payments, simulation }: World): string | undefined => {
  const numbers = payments.map(({ orderNumber }) => orderNumber);
  return numbers[numbers.length > 0 ? simulation.choices.pick(numbers.length, 'payment') : 0];
};

const importCards: Deed = async (world) => {
  const { product, setting } = world;
  if (setting.cardKind === 'manual') return;
  const first = world.importedCards.size;
  const count = 1 + world.simulation.choices.pick(2, 'new cards');
  // The merchant's own import is resumed by the merchant; what matters here is what happens to who waits.
  for (const id of await addCards(world.dynamo, product, first, count)) world.importedCards.add(id);
  await world.invoke('import', async ({ followUps, runtime }) => {
    const now = runtime.now();
    await scheduleFollowUps(
      followUps,
      [
        {
          kind: 'deliver_waiting',
          tenant: world.tenant,
          productId: product.id,
          dueAt: now.toISOString(),
        },
      ],
      now,
    );
  });
};

const refund = withOrder(async (world, orderId) => {
  const { choices } = world.simulation;
  const amountMinor = choices.chance('a part', 2) ? 300 : undefined;
  const request = () =>
    world.invoke('refund', (services) =>
      requestRefund(services, {
        tenant: world.tenant,
        orderId,
        attemptId: undefined,
        amountMinor,
        reason: 'asked for',
        actor: 'merchant',
        cards: undefined,
        requestKey: 'the merchant’s key',
      }),
    );
  const first = await request();
  // Whoever got no answer asks again, with the same key.
  if (first.kind !== 'answer') await request();
  if (choices.chance('another refund', 3))
    await world.invoke('refund', (services) =>
      requestRefund(services, {
        tenant: world.tenant,
        orderId,
        attemptId: undefined,
        amountMinor: undefined,
        reason: 'the rest',
        actor: 'merchant',
        cards: 'keep',
        requestKey: undefined,
      }),
    );
});

const DEEDS: readonly Deed[] = [
  importCards,
  refund,
  withOrder(async (world, orderId) => {
    await world.invoke('cancel', (services) =>
      cancelOrder(services, {
        tenant: world.tenant,
        orderId,
        actor: 'merchant',
        reason: 'changed my mind',
      }),
    );
  }),
  withOrder(async (world, orderId) => {
    const manual = world.setting.cardKind === 'manual';
    // Whatever the answer: a person has vouched for the money.
    world.completedByHand.add(orderId);
    await world.invoke('complete', (services) =>
      completeOrder(services, {
        tenant: world.tenant,
        orderId,
        actor: 'merchant',
        reason: 'I saw the money',
        content: manual ? 'by hand' : undefined,
      }),
    );
  }),
  withOrder(async (world, orderId) => {
    const outcome = world.simulation.choices.chance('cancel', 2) ? 'cancel' : 'keep';
    await world.invoke('resolve', (services) =>
      resolveOrder(services, {
        tenant: world.tenant,
        orderId,
        actor: 'merchant',
        reason: 'looked',
        outcome,
      }),
    );
  }),
  async (world) => {
    const number = aPayment(world);
    if (number) await world.postbox.forge(number);
  },
  async (world) => {
    const number = aPayment(world);
    if (number) await world.postbox.sayWaiting(number);
  },
  async (world, process) => {
    world.callbacks.pauseConsumer();
    await process.pause(120_000);
    world.callbacks.resumeConsumer();
  },
  async (world) => {
    sweepOnce(world);
  },
  async (world) => {
    world.simulation.note('merchant', 'puts another account in the place of one');
    world.replaceAccount(world.simulation.choices.pick(world.channelList.length, 'account'));
  },
];
