import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import {
  type CreateAttemptDeps,
  createAttempt,
} from '#shared/application/checkout/create-attempt.ts';
import { lookupOrder } from '#shared/application/checkout/lookup-order.ts';
import { readCheckout } from '#shared/application/checkout/read-checkout.ts';
import { presentOrderSummary } from '#shared/application/orders/present-order.ts';
import { tenantKey } from '#shared/domain/identity/tenant.ts';
import { buyerKeyText } from '#shared/domain/orders/buyer-habit.ts';
import { aVisitor } from '#test/support/a-visitor.ts';
import { CHANNEL_A, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import { aTill, type Till } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

let till: Till;
let deps: CreateAttemptDeps;
beforeEach(() => {
  till = aTill(dynamo);
  deps = { ...till.deps, stopwatch: NO_STOPWATCH };
});

const EMAIL = 'buyer@example.com';
const OTHER = 'other@example.com';

const aCheckout = async (contact?: string) => {
  const { order, token } = await till.checkout(await till.sells({ cards: 1 }), { contact });
  return {
    order,
    token,
    pay: (typed?: string, method: 'alipay' | 'wechat_pay' = 'alipay', changes = {}) =>
      createAttempt(
        { ...deps, ...changes },
        {
          token,
          method,
          device: 'desktop',
          buyerIp: '203.0.113.7',
          returnUrl: 'https://pay.example/checkout/x/return',
          ...(typed === undefined ? {} : { contact: typed }),
        },
      ),
    stored: async () => (await till.load(order)).order,
    view: () => readCheckout(deps, { token, visitor: aVisitor() }),
  };
};

describe('a shop that requires a contact', () => {
  beforeEach(() => till.setLook({ contact: 'required' }));

  it('starts no payment without one: nothing is recorded and no provider is asked', async () => {
    const { order, pay, view } = await aCheckout();
    expect(await view()).toMatchObject({
      contact: { asked: 'required', given: false },
      starts_by_itself: false,
    });
    await expect(pay()).rejects.toMatchObject({ code: 'missing_parameter', param: 'contact' });
    expect((await till.load(order)).attempts).toEqual([]);
    expect(till.provider.asked).toEqual([]);
  });

  it('has it on the order together with the payment, in the API and for the lookup', async () => {
    const { order, pay, view } = await aCheckout();
    const { attempts } = await pay(EMAIL);
    expect(attempts).toMatchObject([{ state: 'pending' }]);
    const stored = (await till.load(order)).order;
    expect(stored).toMatchObject({ contact: EMAIL, contactBy: 'buyer', version: 3 });
    expect(presentOrderSummary(stored, NOW).contact).toBe(EMAIL);
    expect(await view()).toMatchObject({
      contact: { asked: 'required', given: true },
      starts_by_itself: true,
    });
    const found = (contact: string) =>
      lookupOrder(deps, {
        tenant: order.tenant,
        orderId: order.id,
        contact,
        visitor: aVisitor(),
        buyerIp: '203.0.113.7',
      });
    expect((await found(' BUYER@example.com')).order).toBe(order.id);
    await expect(found(OTHER)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('does not ask again for the next payment of the order', async () => {
    const { pay, stored } = await aCheckout();
    await pay(EMAIL);
    await pay(undefined, 'wechat_pay');
    expect((await stored()).contact).toBe(EMAIL);
  });

  it('lets the buyer correct it with another payment, and by asking for the same one again', async () => {
    const { order, pay, stored } = await aCheckout();
    await pay(EMAIL);
    await pay(OTHER, 'wechat_pay');
    expect((await stored()).contact).toBe(OTHER);
    await pay(EMAIL);
    expect((await stored()).contact).toBe(EMAIL);
    expect((await till.load(order)).attempts).toHaveLength(2);
    expect(till.provider.asked).toHaveLength(2);
  });

  it('does not ask when the order came with one, and never overwrites that', async () => {
    const { pay, stored, view } = await aCheckout('shop-knows@example.com');
    expect((await view()).contact).toEqual({ asked: 'off', given: true });
    await pay();
    await pay(EMAIL, 'wechat_pay');
    expect(await stored()).toMatchObject({ contact: 'shop-knows@example.com' });
    expect((await stored()).contactBy).toBeUndefined();
  });

  it('keeps it when no channel takes the payment, so that it need not be typed again', async () => {
    const { pay, stored, order } = await aCheckout();
    till.provider.answersCreate(CHANNEL_A, {
      kind: 'did_not_happen',
      reason: 'provider_unreachable',
      detail: 'refused',
    });
    await expect(pay(EMAIL)).rejects.toMatchObject({ code: 'no_channel_available' });
    expect((await stored()).contact).toBe(EMAIL);
    const none = { channels: { ...deps.channels, list: async () => [] } };
    await expect(pay(OTHER, 'alipay', none)).rejects.toMatchObject({
      code: 'no_channel_available',
    });
    expect((await stored()).contact).toBe(OTHER);
    expect((await till.load(order)).attempts).toHaveLength(1);
  });

  it('has one contact and one payment from eight taps at once', async () => {
    const { order, pay } = await aCheckout();
    await Promise.all(Array.from({ length: 8 }, () => pay(EMAIL)));
    const { order: stored, attempts } = await till.load(order);
    expect(attempts).toHaveLength(1);
    expect(stored.timeline.filter(({ what }) => what === 'contact_given')).toHaveLength(1);
  });

  it('has the contact of each of two different taps at once, and one payment', async () => {
    const { order, pay, stored } = await aCheckout();
    await Promise.all([pay(EMAIL), pay(OTHER)]);
    expect([EMAIL, OTHER]).toContain((await stored()).contact);
    const { order: known, attempts } = await till.load(order);
    expect(attempts).toHaveLength(1);
    expect(known.timeline.filter(({ what }) => what === 'contact_given').length).toBe(2);
  });
});

describe('a crash while a payment with a contact is started', () => {
  beforeEach(() => till.setLook({ contact: 'required' }));

  it('before the attempt is recorded leaves neither', async () => {
    const { order, pay } = await aCheckout();
    const record = () => Promise.reject(new Error('the process dies'));
    await expect(pay(EMAIL, 'alipay', { orders: { ...deps.orders, record } })).rejects.toThrow(
      'dies',
    );
    const { order: stored, attempts } = await till.load(order);
    expect([stored.contact, attempts]).toEqual([undefined, []]);
  });

  it('after it leaves both, and the next tap goes on', async () => {
    const { order, pay } = await aCheckout();
    till.provider.answersCreate(CHANNEL_A, () => Promise.reject(new Error('the process dies')));
    await expect(pay(EMAIL)).rejects.toThrow('dies');
    const { order: stored, attempts } = await till.load(order);
    expect([stored.contact, attempts[0]?.state]).toEqual([EMAIL, 'submitted']);
    expect((await pay(EMAIL)).attempts).toHaveLength(1);
  });
});

describe('a shop that does not ask', () => {
  it('keeps no contact that it did not want', async () => {
    const { pay, stored, view } = await aCheckout();
    expect(await view()).toMatchObject({
      contact: { asked: 'off', given: false },
      starts_by_itself: true,
    });
    await pay(EMAIL);
    expect((await stored()).contact).toBeUndefined();
  });

  it('may still be given one, without having to', async () => {
    till.setLook({ contact: 'optional' });
    const { pay, stored, view } = await aCheckout();
    expect(await view()).toMatchObject({ contact: { asked: 'optional' }, starts_by_itself: false });
    await pay();
    expect((await stored()).contact).toBeUndefined();
    await pay(EMAIL, 'wechat_pay');
    expect((await stored()).contact).toBe(EMAIL);
  });
});

describe('the buyer whose contact came late', () => {
  beforeEach(() => till.setLook({ contact: 'optional' }));

  it('is remembered as if it had come with the order: the payment is routed by their habit', async () => {
    const habits = dynamoBuyerHabits(
      { documents: dynamo.documents, tableName: dynamo.tables.channels },
      () => NOW.getTime(),
    );
    const { order, pay } = await aCheckout();
    const key = deps.runtime.sha256(buyerKeyText(tenantKey(order.tenant), EMAIL));
    await habits.notePaid(order.tenant, {
      key,
      method: 'alipay',
      channelId: CHANNEL_A,
      at: later(-60),
    });
    const { order: stored, attempts } = await pay(EMAIL, 'alipay', { habits });
    expect(stored.buyer).toMatchObject({ key, paidOrders: 1, preferredChannelId: CHANNEL_A });
    expect(attempts[0]?.routing).toMatchObject({ buyerKey: key, paidOrders: 1 });
  });

  it('is a new one when nothing can be read of them, and pays all the same', async () => {
    const habits = { readHabit: () => Promise.reject(new Error('throttled')) };
    const { pay, stored } = await aCheckout();
    await pay(EMAIL, 'alipay', { habits });
    expect((await stored()).buyer).toMatchObject({ paidOrders: 0 });
    expect(till.warnings).toContain("a buyer's habit could not be read");
  });
});

describe('a shop that cannot be read', () => {
  const shops = { readShop: () => Promise.reject(new Error('throttled')) };

  it('has a plain page, and sells', async () => {
    till.setLook({ contact: 'required' });
    const { token, pay } = await aCheckout();
    const view = await readCheckout({ ...deps, shops }, { token, visitor: aVisitor() });
    expect(view.shop).toMatchObject({ name: null, logo_url: null, accent: null });
    expect((await pay(undefined, 'alipay', { shops })).attempts).toHaveLength(1);
    expect(till.warnings).toContain('a shop’s look could not be read; its page is a plain one');
  });
});

describe('the place that buyers go to afterwards', () => {
  it('is the order’s own, else the shop’s, else none', async () => {
    const product = await till.sells({ cards: 3 });
    const urlOf = async (returnUrl: string | undefined) => {
      const { token } = await till.checkout(product, { returnUrl });
      return (await readCheckout(deps, { token, visitor: aVisitor() })).return_url;
    };
    expect(await urlOf(undefined)).toBeNull();
    till.setLook({ returnUrl: 'https://shop.example/' });
    expect(await urlOf(undefined)).toBe('https://shop.example/');
    expect(await urlOf('https://shop.example/thanks')).toBe('https://shop.example/thanks');
  });
});
