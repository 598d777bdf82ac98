import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAttempt } from '#shared/application/checkout/create-attempt.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import {
  type HandleFollowUpDeps,
  handleFollowUp,
} from '#shared/application/orders/handle-follow-up.ts';
import type { FollowUpMessage } from '#shared/contract/queues.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import { aChannel, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import { aShop } from '#test/support/shop.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

let shop: ReturnType<typeof aShop>;
let provider: ReturnType<typeof aFakeProvider>;
let channels: Channel[];
let loads: number;
let sent: FollowUpMessage[];
let deps: HandleFollowUpDeps;
beforeEach(() => {
  shop = aShop(dynamo);
  provider = aFakeProvider();
  channels = [];
  loads = 0;
  sent = [];
  const { orders } = shop.deps;
  deps = {
    ...shop.deps,
    orders: {
      ...orders,
      load: (...args) => {
        loads += 1;
        return orders.load(...args);
      },
    },
    ...fakeChannelServices(provider, () => channels),
    followUps: {
      send: async (messages) => void sent.push(...messages.map(({ message }) => message)),
    },
    inventory: shop.inventory,
    hook: { ask: async () => ({ kind: 'failed', detail: 'no hook in this test' }) },
  };
});

type LookAtOrder = Extract<FollowUpMessage, { kind: 'look_at_order' }>;

const aStartedPayment = async () => {
  const product = await shop.sells({ cards: 1 });
  channels = [aChannel(product.tenant)];
  const { created, checkoutToken } = await createOrder(shop.deps, shop.wants(product));
  const { order, attempts } = await createAttempt(
    { ...shop.deps, ...deps, stopwatch: NO_STOPWATCH },
    {
      token: checkoutToken,
      method: 'alipay',
      device: 'desktop',
      buyerIp: '203.0.113.7',
      returnUrl: 'https://pay.example/checkout/x',
    },
  );
  const attemptId = attempts[0]?.id ?? '';
  const { tenant } = order;
  const at = (dueAt: Date) => ({ tenant, orderId: created.order.id, dueAt: dueAt.toISOString() });
  return {
    order,
    ask: (dueAt = NOW): FollowUpMessage => ({ kind: 'query_attempt', attemptId, ...at(dueAt) }),
    expire: (dueAt = NOW): LookAtOrder => ({ kind: 'look_at_order', ...at(dueAt) }),
  };
};

const pay = async (
  order: Awaited<ReturnType<typeof aStartedPayment>>['order'],
  ask: FollowUpMessage,
) => {
  provider.answersQuery({
    kind: 'found',
    status: 'succeeded',
    providerStatus: '1',
    amount: order.amount,
    providerReference: 'P1',
  });
  await handleFollowUp(deps, ask);
};

const stateOf = async ({
  tenant,
  id,
}: {
  tenant: Parameters<typeof shop.deps.orders.load>[0];
  id: string;
}) => (await shop.deps.orders.load(tenant, id))?.order.state;

describe('a follow-up', () => {
  it('asks the provider about a payment that is still open, and delivers what it finds', async () => {
    const { order, ask } = await aStartedPayment();
    shop.setNow(later(15));
    await pay(order, ask());
    expect(await stateOf(order)).toBe('delivered');
  });

  it('ends an unpaid order whose time is up', async () => {
    const { order, expire } = await aStartedPayment();
    shop.setNow(later(24 * 3600));
    await handleFollowUp(deps, expire());
    expect(await stateOf(order)).toBe('expired');
  });

  it('never reads the order when the payment was settled meanwhile', async () => {
    const { order, ask, expire } = await aStartedPayment();
    shop.setNow(later(15));
    await pay(order, ask());
    loads = 0;
    shop.setNow(later(24 * 3600));
    await handleFollowUp(deps, ask());
    await handleFollowUp(deps, expire());
    expect(loads).toBe(0);
    expect(sent).toEqual([]);
    expect(await stateOf(order)).toBe('delivered');
  });

  it('that comes early is passed on', async () => {
    const { ask, expire } = await aStartedPayment();
    const messages = [ask(later(60)), expire(later(3600))];
    for (const message of messages) await handleFollowUp(deps, message);
    expect(sent).toEqual(messages);
  });

  it('whose question DynamoDB does not let be noted comes again, and is asked again', async () => {
    const { order, ask } = await aStartedPayment();
    shop.setNow(later(15));
    const contended = async () => ({ kind: 'contended' }) as const;
    const orders = { ...deps.orders, recordAttempt: contended };
    await expect(handleFollowUp({ ...deps, orders }, ask())).rejects.toMatchObject({
      code: 'concurrent_change',
    });
    await pay(order, ask());
    expect(await stateOf(order)).toBe('delivered');
  });

  it('that ends an order comes back when it is a moment early, instead of being lost', async () => {
    const { order, expire } = await aStartedPayment();
    const due = new Date(order.expiresAt);
    shop.setNow(later(-1.5, due));
    await handleFollowUp(deps, expire(due));
    expect(await stateOf(order)).toBe('awaiting_payment');
    expect(sent).toEqual([expire(due)]);
    shop.setNow(due);
    await handleFollowUp(deps, expire(due));
    expect(await stateOf(order)).toBe('expired');
  });

  it('about something that does not exist does nothing', async () => {
    const { order, expire } = await aStartedPayment();
    const orderId = `${order.id.slice(0, -1)}${order.id.endsWith('0') ? '1' : '0'}`;
    await handleFollowUp(deps, { ...expire(), orderId });
    await handleFollowUp(deps, {
      kind: 'query_attempt',
      tenant: order.tenant,
      orderId,
      attemptId: attemptIdOf(orderId, 1),
      dueAt: NOW.toISOString(),
    });
    expect(loads).toBe(1); // creating the attempt
    expect(sent).toEqual([]);
  });
});
