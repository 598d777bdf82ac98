import { describe, expect, it } from 'vitest';
import { presentCheckout } from '#shared/application/checkout/present-checkout.ts';
import { NO_GUIDANCE } from '#shared/application/routing/route-payment.ts';
import { checkoutState } from '#shared/contract/api/checkout.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import {
  type CheckoutSettings,
  DEFAULT_CHECKOUT_SETTINGS,
} from '#shared/domain/merchants/checkout-settings.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aRuleSet } from '#test/domain/routing/rules/a-rule.ts';
import { aVisitor } from '#test/support/a-visitor.ts';
import { aChannel, anOrder, NOW } from '#test/support/builders.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';

const PHONE = aVisitor({ device: 'mobile', platform: 'android', country: 'CN' });

const present = async (
  {
    channels = [{ methods: ['wechat_pay'] }, { methods: ['alipay'] }],
    order = {},
    visitor = PHONE,
    closed,
  }: {
    channels?: Partial<Channel>[];
    order?: Partial<Order>;
    visitor?: typeof PHONE;
    /** A channel's label that a rule of the shop's closes. */
    closed?: string;
  } = {},
  look: Partial<CheckoutSettings> = { unavailableMethods: 'explain' },
) => {
  const made = anOrder(order);
  const accounts = channels.map((changes, priority) =>
    aChannel(made.tenant, { priority, tags: [`c${priority}`], ...changes }),
  );
  const rules =
    closed === undefined
      ? undefined
      : compileRules(
          aRuleSet({
            action: 'exclude',
            channels: { field: 'tags', op: 'has_any', value: [closed] },
          }),
          1,
        );
  const aggregate = { order: made, attempts: [], refunds: [], cards: [], manualContent: undefined };
  const view = await presentCheckout(
    {
      ...fakeChannelServices(aFakeProvider(), () => accounts),
      guidance: { read: async () => ({ ...NO_GUIDANCE, rules }), noteAttempt: () => {} },
      runtime: { ...systemRuntime, now: () => NOW },
      shops: {
        readShop: async () => ({
          name: 'Lantern Games',
          settings: { ...DEFAULT_CHECKOUT_SETTINGS, ...look },
        }),
      },
      log: { warn: () => {} },
    },
    aggregate,
    visitor,
  );
  return checkoutState.parse(view);
};

describe('a checkout', () => {
  it('gives the reasons of its order in both languages, in that order', async () => {
    const { methods, ranking } = await present();
    expect(methods).toEqual(['wechat_pay', 'alipay']);
    expect(ranking.map(({ method }) => method)).toEqual(methods);
    expect(ranking[0]?.reasons).toEqual([
      { code: 'common_here', en: 'It is common where you are.', zh: '您所在地区常用。' },
      { code: 'shop_first', en: 'The shop puts it first.', zh: '商家首选。' },
    ]);
  });

  it('names a method that leads clearly, and none otherwise', async () => {
    expect((await present()).leading_method).toBeNull();
    const { leading_method } = await present({ visitor: { ...PHONE, lastMethod: 'alipay' } });
    expect(leading_method).toBe('alipay');
  });

  it('offers nothing that a rule of the shop’s closes, and says why where the shop wants it', async () => {
    const { methods, unavailable_methods } = await present({ closed: 'c0' });
    expect(methods).toEqual(['alipay']);
    expect(unavailable_methods).toEqual([
      {
        method: 'wechat_pay',
        reason: 'not_for_this_order',
        en: 'The shop does not take it for this order.',
        zh: '商家未对此订单开放。',
      },
    ]);
    const hidden = await present({ closed: 'c0' }, { unavailableMethods: 'hide' });
    expect(hidden).toMatchObject({ methods: ['alipay'], unavailable_methods: [] });
  });

  it('offers nothing when the order awaits no payment', async () => {
    expect(await present({ order: { state: 'cancelled' } })).toMatchObject({
      methods: [],
      ranking: [],
      leading_method: null,
      unavailable_methods: [],
      inputs: [],
    });
  });
});
