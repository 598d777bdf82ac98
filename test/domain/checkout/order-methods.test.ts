import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import type { MethodFacts } from '#shared/domain/checkout/method-facts.ts';
import { type OrderedFor, orderMethods } from '#shared/domain/checkout/order-methods.ts';
import type { Visitor } from '#shared/domain/checkout/visitor.ts';
import { aVisitor } from '#test/support/a-visitor.ts';
import { aMethod, somebody, someMethods } from './some-methods.ts';

const PHONE: Partial<Visitor> = { device: 'mobile', platform: 'android' };

const order = (
  offered: readonly MethodFacts[],
  visitor: Partial<Visitor> = PHONE,
  others: Partial<OrderedFor> = {},
) => {
  const { ranking, leading } = orderMethods(offered, {
    visitor: aVisitor(visitor),
    begun: false,
    ...others,
  });
  return {
    methods: ranking.map(({ facts }) => facts.method),
    leading,
    reasonsOf: (method: PaymentMethod) =>
      ranking.find(({ facts }) => facts.method === method)?.reasons,
  };
};

/** In the shop's own order. */
const shop = (...methods: PaymentMethod[]): MethodFacts[] =>
  methods.map((method, place) => aMethod(method, place));

describe('the order of the ways to pay', () => {
  it('is the shop’s own where nothing else is known', () => {
    const { methods, reasonsOf } = order(shop('qq_wallet', 'alipay', 'wechat_pay'));
    expect(methods).toEqual(['qq_wallet', 'alipay', 'wechat_pay']);
    expect(reasonsOf('qq_wallet')).toEqual(['shop_first']);
    expect(reasonsOf('alipay')).toEqual(['shop_order']);
  });

  it('keeps the shop’s own among ways that fit equally well', () => {
    const { methods } = order(shop('unionpay', 'card', 'alipay', 'paypal', 'wechat_pay'), {
      ...PHONE,
      country: 'CN',
    });
    const only = (...some: PaymentMethod[]) => methods.filter((method) => some.includes(method));
    expect(only('alipay', 'unionpay', 'wechat_pay')).toEqual(['unionpay', 'alipay', 'wechat_pay']);
    expect(only('card', 'paypal')).toEqual(['card', 'paypal']);
    expect(methods[0]).toBe('unionpay');
  });

  it.each([
    ['wechat', 'wechat_pay'],
    ['alipay', 'alipay'],
  ] as const)('begins with the wallet of the app: inside %s with %s', (device, method) => {
    const { methods, reasonsOf, leading } = order(shop('card', 'alipay', 'wechat_pay'), {
      device,
      platform: 'ios',
    });
    expect(methods[0]).toBe(method);
    expect(reasonsOf(method)?.[0]).toBe('this_app');
    expect(leading).toBe(method);
  });

  it('has Apple Pay high in Safari on a phone', () => {
    const iphone = { device: 'mobile', platform: 'ios', browser: 'safari' } as const;
    expect(order(shop('card', 'paypal', 'apple_pay'), iphone).methods).toEqual([
      'card',
      'apple_pay',
      'paypal',
    ]);
    const { methods, reasonsOf } = order(shop('card', 'apple_pay'), iphone);
    expect(methods[0]).toBe('apple_pay');
    expect(reasonsOf('apple_pay')).toContain('device_wallet');
  });

  it('has Google Pay a place higher in Chrome on Android, and nowhere else', () => {
    const methods = shop('card', 'paypal', 'google_pay');
    expect(order(methods, { ...PHONE, browser: 'chrome' }).methods).toEqual([
      'card',
      'google_pay',
      'paypal',
    ]);
    expect(order(methods, PHONE).methods).toEqual(['card', 'paypal', 'google_pay']);
  });

  it('has ways that show a code first at a desktop', () => {
    const { methods, reasonsOf } = order(shop('card', 'alipay', 'wechat_pay'), {});
    expect(methods.slice(0, 2)).toEqual(['alipay', 'card']);
    expect(reasonsOf('alipay')).toContain('scan_with_phone');
    expect(order(shop('unionpay', 'wechat_pay'), {}).methods[0]).toBe('wechat_pay');
  });

  it('has the wallets of the region first: mainland China, Singapore, elsewhere', () => {
    const all = shop('paypal', 'alipay', 'grabpay', 'card');
    expect(order(all, { ...PHONE, country: 'CN' }).methods[0]).toBe('alipay');
    expect(order(all, { ...PHONE, country: 'SG' }).methods[0]).toBe('paypal');
    expect(order(shop('alipay', 'grabpay', 'card'), { ...PHONE, country: 'SG' }).methods).toEqual([
      'grabpay',
      'card',
      'alipay',
    ]);
    expect(
      order(shop('alipay', 'wechat_pay', 'card'), { ...PHONE, country: 'US' }).methods[0],
    ).toBe('card');
  });

  it('takes the language for the region where the country is not known, for half as much', () => {
    const wallets = shop('alipay', 'card');
    expect(order(wallets, { ...PHONE, language: 'en' }).methods[0]).toBe('card');
    expect(order(wallets, { ...PHONE, language: 'zh' }).methods[0]).toBe('alipay');
    const far = shop('alipay', 'wechat_pay', 'card');
    expect(order(far, { ...PHONE, language: 'en' }).methods[0]).toBe('alipay');
  });

  it('does not send readers of Chinese abroad away from the wallets of the mainland', () => {
    const { reasonsOf } = order(shop('alipay', 'card'), {
      ...PHONE,
      country: 'DE',
      language: 'zh',
    });
    expect(reasonsOf('alipay')).toEqual(['shop_first']);
  });

  it('has what worked for the buyer, or on the device, two places higher', () => {
    const wallets = shop('alipay', 'wechat_pay', 'unionpay');
    expect(order(wallets, PHONE, { buyersMethod: 'unionpay' }).methods[0]).toBe('unionpay');
    const { methods, reasonsOf } = order(wallets, { ...PHONE, lastMethod: 'unionpay' });
    expect(methods).toEqual(['unionpay', 'alipay', 'wechat_pay']);
    expect(reasonsOf('unionpay')?.[0]).toBe('paid_here_before');
  });

  it('never begins with addresses to copy or numbers to type, but for a habit or alone', () => {
    const methods = shop('usdt_trc20', 'carrier_billing', 'alipay');
    expect(order(methods).methods).toEqual(['alipay', 'usdt_trc20', 'carrier_billing']);
    expect(order(methods, { ...PHONE, lastMethod: 'usdt_trc20' }).methods[0]).toBe('usdt_trc20');
    expect(order(shop('usdt_trc20')).methods).toEqual(['usdt_trc20']);
    const broken = [aMethod('usdt_trc20', 0), aMethod('alipay', 1, { health: 'broken' })];
    expect(order(broken).methods[0]).toBe('alipay');
  });

  it('has what fails at the moment behind what works, whatever else speaks for it', () => {
    const methods = [aMethod('alipay', 0, { health: 'broken' }), aMethod('wechat_pay', 3)];
    const { methods: found, reasonsOf } = order(methods, { ...PHONE, lastMethod: 'alipay' });
    expect(found).toEqual(['wechat_pay', 'alipay']);
    expect(reasonsOf('alipay')?.[0]).toBe('broken_now');
    expect(order(methods, { device: 'alipay', platform: 'ios' }).methods[0]).toBe('wechat_pay');
  });

  it('lets a way that is half as likely to work lose a place, and a slow one half of one', () => {
    const unlikely = [aMethod('alipay', 0, { success: 0.2 }), aMethod('unionpay', 1)];
    expect(order(unlikely).methods[0]).toBe('unionpay');
    const slow = [aMethod('alipay', 0, { seconds: 280 }), aMethod('unionpay', 0, { seconds: 20 })];
    const { methods, reasonsOf } = order(slow);
    expect(methods).toEqual(['unionpay', 'alipay']);
    expect(reasonsOf('alipay')).toContain('slower');
    const sooner = [
      aMethod('alipay', 0, { seconds: 280 }),
      aMethod('unionpay', 1, { seconds: 20 }),
    ];
    expect(order(sooner).methods[0]).toBe('alipay');
  });

  it('lets the shop’s fee decide among equals alone', () => {
    const equals = [aMethod('alipay', 0, { feeMinor: 20 }), aMethod('unionpay', 0)];
    expect(order(equals).methods).toEqual(['unionpay', 'alipay']);
    const dear = [aMethod('alipay', 0, { feeMinor: 500 }), aMethod('unionpay', 1)];
    expect(order(dear).methods[0]).toBe('alipay');
  });
});

describe('the method that leads', () => {
  it('is the only one', () => {
    expect(order(shop('card')).leading).toBe('card');
    expect(order([]).leading).toBeNull();
  });

  it('is the habit of buyer or device, unless they have two', () => {
    const wallets = shop('alipay', 'wechat_pay');
    expect(order(wallets, PHONE, { buyersMethod: 'wechat_pay' }).leading).toBe('wechat_pay');
    const two = { ...PHONE, lastMethod: 'alipay' } as const;
    expect(order(wallets, two, { buyersMethod: 'wechat_pay' }).leading).toBeNull();
    expect(order(wallets, two, { buyersMethod: 'card' }).leading).toBe('alipay');
  });

  it('is two places ahead, or the only one that is not a last resort', () => {
    expect(order(shop('alipay', 'wechat_pay')).leading).toBeNull();
    expect(order(shop('alipay', 'card'), { ...PHONE, country: 'CN' }).leading).toBe('alipay');
    expect(order(shop('alipay', 'usdt_trc20')).leading).toBe('alipay');
  });

  it.each<[string, Partial<MethodFacts>]>([
    ['failed for this order', { failed: 2 }],
    ['shares a trouble with what failed', { failed: 1 }],
    ['is impaired', { health: 'impaired' }],
    ['is broken', { health: 'broken' }],
    ['asks for something first', { asksFirst: true }],
  ])('is none that %s', (_why, facts) => {
    expect(order([aMethod('alipay', 0, facts)]).leading).toBeNull();
  });

  it('is none once a payment of the order was started: only the buyer starts another', () => {
    expect(order(shop('alipay'), PHONE, { begun: true }).leading).toBeNull();
  });
});

describe('for any methods and anybody', () => {
  it('every method is ranked once, with a reason, the same however they come', () => {
    fc.assert(
      fc.property(someMethods, somebody, fc.nat(), (offered, whom, turn) => {
        const { ranking, leading } = orderMethods(offered, whom);
        expect(ranking.map(({ facts }) => facts.method).sort()).toEqual(
          offered.map(({ method }) => method).sort(),
        );
        for (const { reasons, score } of ranking) {
          expect(reasons.length).toBeGreaterThan(0);
          expect(Number.isFinite(score)).toBe(true);
        }
        const cut = offered.length === 0 ? 0 : turn % offered.length;
        const turned = [...offered.slice(cut), ...offered.slice(0, cut)].reverse();
        expect(orderMethods(turned, whom)).toEqual({ ranking, leading });
      }),
      { numRuns: 1_000 },
    );
  });

  it('what failed for this order is behind what did not, and only a healthy first method leads', () => {
    fc.assert(
      fc.property(someMethods, somebody, (offered, whom) => {
        const { ranking, leading } = orderMethods(offered, whom);
        const failed = ranking.map(({ facts }) => facts.failed);
        expect(failed).toEqual(failed.toSorted((a, b) => a - b));
        if (leading === null) return;
        expect(ranking[0]?.facts).toMatchObject({
          method: leading,
          failed: 0,
          health: 'well',
          asksFirst: false,
        });
        expect(whom.begun).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a better place in the shop’s order never makes a method worse', () => {
    fc.assert(
      fc.property(someMethods, somebody, fc.nat(), (offered, whom, index) => {
        const chosen = offered[index % Math.max(1, offered.length)];
        if (!chosen) return;
        const placeIn = (methods: readonly MethodFacts[]): number =>
          orderMethods(methods, whom).ranking.findIndex(
            ({ facts }) => facts.method === chosen.method,
          );
        const first = offered.map((facts) => (facts === chosen ? { ...facts, place: -1 } : facts));
        expect(placeIn(first)).toBeLessThanOrEqual(placeIn(offered));
      }),
      { numRuns: 1_000 },
    );
  });
});
