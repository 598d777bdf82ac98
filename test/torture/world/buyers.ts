import { createAttempt } from '#shared/application/checkout/create-attempt.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import type { Process } from '../simulation/process.ts';
import type { World } from './world.ts';

const EXPIRES_IN_SECONDS = 900;
const METHODS: readonly PaymentMethod[] = ['alipay', 'wechat_pay'];

/** How long people take, in milliseconds: the moments around an expiry are the interesting ones. */
const PAUSES = [
  0, 0, 0, 0, 1_000, 60_000, 899_500, 900_000, 901_000, 910_000, 4_000_000, 300_000_000,
] as const;

/** When buyers come: at once, or when the cards of the first ones are just free again. */
const ARRIVALS = [0, 0, 1_000, 902_000] as const;

/** In a tight story the second buyer comes when the first one's card is free again, and the first pays after that. */
const LATER = [902_000, 905_000, 0] as const;
const TOO_LATE = [920_000, 910_000, 4_000_000, 0] as const;

/** What buyers really pay, compared with what they were asked for. */
const AMOUNTS = [1, 1, 1, 1, 0.96, 0.5, 1.2] as const;

/** Buyers come to the shop, choose a way to pay, change their mind, pay, pay twice, or never. */
export const startBuyers = (world: World): void => {
  for (let buyer = 1; buyer <= world.setting.buyers; buyer += 1) {
    world.simulation.spawn('buyer', (process) => shop(world, process, buyer), { spared: true });
  }
};

const shop = async (world: World, process: Process, buyer: number): Promise<void> => {
  const { choices } = world.simulation;
  const { isTight } = world.setting;
  await linger(world, process, isTight && buyer === 2 ? LATER : ARRIVALS);
  const token = await order(world, buyer);
  if (!token) return;
  const ways = choices.pick(3, 'ways to pay') === 0 ? METHODS.slice(0, 1) : METHODS;
  for (const method of ways) {
    await linger(world, process);
    await start(world, token, method);
  }
  await linger(world, process, isTight && buyer === 1 ? TOO_LATE : PAUSES);
  await pay(world, process, token);
};

const order = async (world: World, buyer: number): Promise<string | undefined> => {
  const reply = await world.invoke('order', (services) =>
    createOrder(services, {
      tenant: world.tenant,
      productId: world.product.id,
      quantity: world.setting.quantity,
      contact: `buyer-${buyer}@example.com`,
      buyerIp: undefined,
      returnUrl: undefined,
      metadata: {},
      expiresInSeconds: EXPIRES_IN_SECONDS,
    }),
  );
  if (reply.kind !== 'answer') return undefined;
  world.orderIds.push(reply.value.created.order.id);
  return reply.value.checkoutToken;
};

const start = async (world: World, token: string, method: PaymentMethod): Promise<void> => {
  const tries = 1 + world.simulation.choices.pick(2, 'taps');
  await Promise.all(
    Array.from({ length: tries }, () =>
      world.invoke('checkout', (services) =>
        createAttempt(services, {
          token,
          method,
          device: 'desktop',
          contact: 'buyer@example.com',
          buyerIp: '192.0.2.1',
          returnUrl: 'https://shop.test/checkout/x/return',
        }),
      ),
    ),
  );
};

/** Pays what the providers know of the order, which is what the buyer's wallet shows: none, one or all of it. */
const pay = async (world: World, process: Process, token: string): Promise<void> => {
  const { choices } = world.simulation;
  for (const { account, orderNumber, askedMinor } of world.payments) {
    if (!token.includes(orderNumber.slice(0, -2))) continue;
    if (choices.chance('does not pay', 4)) continue;
    const share = AMOUNTS[choices.pick(AMOUNTS.length, 'amount')] ?? 1;
    const minor = Math.round(askedMinor * share);
    if (!world.booksOf(account).pay(orderNumber, minor)) continue;
    world.simulation.note('buyer', `pays ${minor} for ${orderNumber.slice(-4)}`);
    world.postbox.report(orderNumber);
    await linger(world, process);
  }
};

const linger = async (
  world: World,
  process: Process,
  pauses: readonly number[] = PAUSES,
): Promise<void> => {
  const millis = pauses[world.simulation.choices.pick(pauses.length, 'time')] ?? 0;
  if (millis > 0) await process.pause(millis);
};
