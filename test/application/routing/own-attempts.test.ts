import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAttempt } from '#shared/application/checkout/create-attempt.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import { guidanceReader } from '#shared/application/routing/read-guidance.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { NO_KNOWLEDGE } from '#shared/domain/routing/knowledge.ts';
import { eventsOf } from '#shared/domain/routing/learning/events-of.ts';
import type { HealthSnapshot } from '#shared/domain/routing/learning/health-snapshot.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { aSnapshot, someHealth } from '#test/domain/routing/some-health.ts';
import { aChannel, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';
import { aShop } from '#test/support/shop.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo?.stop());

/** Starts a payment whose provider answers after so long, and lets the learner publish all that it did. */
const aLearnedPayment = async (answersAfterSeconds: number) => {
  const shop = aShop(dynamo);
  shop.setNow(NOW);
  const provider = aFakeProvider();
  const product = await shop.sells({ cards: 1 });
  const channel: Channel = aChannel(product.tenant);
  provider.answersCreate(channel.id, async () => {
    shop.setNow(later(answersAfterSeconds));
    return { kind: 'happened', nextAction: { kind: 'qr', content: 'https://pay.example.com/1' } };
  });
  let snapshot: HealthSnapshot = aSnapshot([someHealth(channel.id)], later(-5));
  const guidance = guidanceReader({
    knowledge: { snapshot: async () => snapshot, weights: async () => undefined },
    rules: { read: async () => ({ active: undefined, shadow: undefined }) },
    settings: { read: async () => DEFAULT_ROUTING_SETTINGS },
    priors: { readPooled: async () => NO_KNOWLEDGE.priors },
    log: shop.deps.log,
    runtime: { now: () => shop.deps.runtime.now() },
  });
  const { checkoutToken } = await createOrder(shop.deps, shop.wants(product));
  const { attempts } = await createAttempt(
    { ...shop.deps, ...fakeChannelServices(provider, () => [channel]), guidance },
    {
      token: checkoutToken,
      method: 'alipay',
      device: 'desktop',
      buyerIp: '203.0.113.7',
      returnUrl: 'https://pay.example/checkout/x',
    },
  );
  const events = attempts.flatMap(eventsOf);
  expect(events.map(({ kind }) => kind)).toEqual(['started']);
  snapshot = { ...snapshot, upTo: Math.max(...events.map(({ at }) => at)) };
  return { shop, read: () => guidance.read(product.tenant) };
};

describe('a snapshot that shows this process’s payment', () => {
  test('is not stale, however long the buyer takes to pay', async () => {
    const { shop, read } = await aLearnedPayment(0);
    shop.setNow(later(120));
    const { knowledge } = await read();
    expect(knowledge.snapshot).toBeDefined();
    expect(knowledge.own).toEqual([]);
  });

  test('is not stale either when the provider took a moment to answer', async () => {
    const { shop, read } = await aLearnedPayment(0.3);
    shop.setNow(later(120));
    expect((await read()).knowledge.snapshot).toBeDefined();
  });

  test('counts the payment once as load, though the provider took a moment to answer', async () => {
    const { shop, read } = await aLearnedPayment(0.3);
    shop.setNow(later(1));
    expect((await read()).knowledge.own).toEqual([]);
  });
});
