import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CreateAttemptDeps,
  type CreateAttemptRequest,
  createAttempt,
} from '#shared/application/checkout/create-attempt.ts';
import { presentCheckout } from '#shared/application/checkout/present-checkout.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import type { ChannelPort } from '#shared/application/ports/channel-port.ts';
import type { Channel, ChannelCapabilities } from '#shared/domain/channels/channel.ts';
import { phoneNumberSchema } from '#shared/domain/channels/phone-number.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { aVisitor } from '#test/support/a-visitor.ts';
import { aChannel, later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';
import { aShop } from '#test/support/shop.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const ICBC = { code: 'ICBC', name: { en: 'ICBC', zh: '工商银行' } };
const CCB = { code: 'CCB', name: { en: 'China Construction Bank', zh: '建设银行' } };
const PHONE = '+8613800138000';

/** A checkout with a channel for each of the given abilities, in this order. */
const aCheckout = async (...abilities: Partial<ChannelCapabilities>[]) => {
  const shop = aShop(dynamo);
  const provider = aFakeProvider();
  const product = await shop.sells({ cards: 1 });
  const channels: Channel[] = abilities.map((_, index) =>
    aChannel(product.tenant, { priority: index, config: { index } }),
  );
  const port = (await provider.registry.load('fake')) as ChannelPort<{ index: number }>;
  port.capabilitiesOf = ({ index }) => ({ ...port.capabilities, ...abilities[index] });
  const deps: CreateAttemptDeps = {
    ...shop.deps,
    ...fakeChannelServices(provider, () => channels),
  };
  const { created, checkoutToken: token } = await createOrder(shop.deps, shop.wants(product));
  const pay = (changes: Partial<CreateAttemptRequest> = {}) =>
    createAttempt(deps, {
      token,
      method: 'alipay',
      device: 'mobile',
      buyerIp: '203.0.113.7',
      returnUrl: 'https://pay.example/checkout/tok/return',
      ...changes,
    });
  return {
    shop,
    provider,
    channels,
    pay,
    view: () =>
      presentCheckout(
        deps,
        { order: created.order, attempts: [], refunds: [], cards: [], manualContent: undefined },
        aVisitor({ device: 'mobile', platform: 'android' }),
      ),
    asked: () => provider.asked.map(({ request: { phone, bank } }) => ({ phone, bank })),
  };
};

const errorOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? { code: error.code, param: error.param } : error;
};

describe('a phone number', () => {
  it.each(['+8613800138000', '+14155550100', '+4915112345678'])('%s names its country', (text) => {
    expect(phoneNumberSchema.safeParse(text).success).toBe(true);
  });

  it.each([
    '13800138000',
    '008613800138000',
    '+086138',
    '+86 138 0013 8000',
    '+',
    '',
    '+1234567890123456',
  ])('%j is not guessed at', (text) => {
    expect(phoneNumberSchema.safeParse(text).success).toBe(false);
  });
});

describe('a channel that charges a phone number', () => {
  it('is asked with the number that the buyer gave', async () => {
    const { pay, asked } = await aCheckout({ needsPhone: true });
    const { attempts } = await pay({ phone: PHONE });
    expect(attempts).toMatchObject([{ state: 'pending', request: { phone: PHONE } }]);
    expect(asked()).toEqual([{ phone: PHONE, bank: undefined }]);
  });

  it('is not asked without one: the error names what is missing', async () => {
    const { pay, provider } = await aCheckout({ needsPhone: true });
    expect(await errorOf(pay())).toEqual({ code: 'missing_parameter', param: 'phone' });
    expect(provider.asked).toEqual([]);
  });

  it('is passed over without one where another channel needs none', async () => {
    const { pay, channels } = await aCheckout({ needsPhone: true }, {});
    expect((await pay()).attempts).toMatchObject([{ channelId: channels[1]?.id }]);
  });

  it('is asked for its number when the others have failed', async () => {
    const { pay, provider, channels } = await aCheckout({}, { needsPhone: true });
    provider.answersCreate(channels[0]?.id ?? '', {
      kind: 'did_not_happen',
      reason: 'provider_unreachable',
      detail: '',
    });
    expect(await errorOf(pay())).toEqual({ code: 'missing_parameter', param: 'phone' });
    const { attempts } = await pay({ phone: PHONE });
    expect(attempts.at(-1)).toMatchObject({ channelId: channels[1]?.id, state: 'pending' });
  });

  it('is not what is missing when it could not take the payment anyway', async () => {
    const { pay } = await aCheckout({ needsPhone: true, devices: ['desktop'] });
    expect(await errorOf(pay())).toMatchObject({ code: 'no_channel_available' });
  });
});

describe('a bank', () => {
  it('that the channel knows is where the buyer is taken', async () => {
    const { pay, asked } = await aCheckout({ banks: [ICBC, CCB] });
    await pay({ bank: 'CCB' });
    expect(asked()).toEqual([{ phone: undefined, bank: 'CCB' }]);
  });

  it('that only another channel knows is not told to this one', async () => {
    const { pay, asked } = await aCheckout({ banks: [ICBC] }, { banks: [CCB] });
    await pay({ bank: 'CCB' });
    expect(asked()).toEqual([{ phone: undefined, bank: undefined }]);
  });

  it('that no channel of the method knows is refused', async () => {
    const { pay, provider } = await aCheckout({ banks: [ICBC] }, {});
    expect(await errorOf(pay({ bank: 'CCB' }))).toEqual({
      code: 'invalid_parameter',
      param: 'bank',
    });
    expect(provider.asked).toEqual([]);
  });
});

describe('the same way to pay again', () => {
  it('with another phone or bank is another payment; with the same, or none, it is not', async () => {
    const { pay, asked } = await aCheckout({ needsPhone: true, banks: [ICBC, CCB] });
    await pay({ phone: PHONE, bank: 'ICBC' });
    await pay({ phone: PHONE, bank: 'ICBC' });
    await pay({ phone: PHONE });
    expect(asked()).toHaveLength(1);
    await pay({ phone: '+8613900139000', bank: 'ICBC' });
    await pay({ phone: '+8613900139000', bank: 'CCB' });
    expect(asked()).toHaveLength(3);
  });

  it('is another payment when the first takes no more codes', async () => {
    const { pay, provider, channels, shop } = await aCheckout({});
    provider.setProceed({ kind: 'unknown', detail: '' });
    provider.answersCreate(channels[0]?.id ?? '', {
      kind: 'happened',
      nextAction: { kind: 'enter_code', canResend: false },
    });
    const { order, attempts } = await pay();
    const [attempt] = attempts;
    if (!attempt) throw new Error('no attempt');
    await shop.deps.orders.recordAttempt(order.tenant, {
      ...attempt,
      codes: { tried: 5, resent: 0 },
      version: attempt.version + 1,
    });
    shop.setNow(later(20));
    expect((await pay()).attempts).toHaveLength(2);
    expect((await pay()).attempts).toHaveLength(2);
  });
});

describe('what the checkout says of a method', () => {
  it('names the methods that ask for something, and only those', async () => {
    const { view } = await aCheckout({
      needsPhone: true,
      banks: [ICBC],
      methods: ['wechat_pay'],
    });
    expect((await view()).inputs).toEqual([
      { method: 'wechat_pay', phone: true, banks: [{ code: 'ICBC', en: 'ICBC', zh: '工商银行' }] },
    ]);
  });

  it('asks for a phone only where no channel does without, and offers each bank once', async () => {
    const { view } = await aCheckout({ needsPhone: true, banks: [ICBC] }, { banks: [ICBC, CCB] });
    const [alipay] = (await view()).inputs;
    expect(alipay).toMatchObject({ phone: false, banks: [{ code: 'ICBC' }, { code: 'CCB' }] });
    const { view: plain } = await aCheckout({}, {});
    expect((await plain()).inputs).toEqual([]);
  });
});
