import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCaps } from '#shared/adapters/dynamodb/cap-writes.ts';
import {
  type CreateAttemptDeps,
  createAttempt,
} from '#shared/application/checkout/create-attempt.ts';
import { presentCheckout } from '#shared/application/checkout/present-checkout.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import { queryAttempt } from '#shared/application/orders/query-attempt.ts';
import type { Stopwatch } from '#shared/application/ports/runtime.ts';
import { DURATIONS, METRICS } from '#shared/contract/metrics.ts';
import type { FollowUpMessage } from '#shared/contract/queues.ts';
import { capDay } from '#shared/domain/channels/cap-day.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { money } from '#shared/domain/money/money.ts';
import { aVisitor } from '#test/support/a-visitor.ts';
import { aChannel, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';
import { aShop } from '#test/support/shop.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

let shop: ReturnType<typeof aShop>;
let provider: ReturnType<typeof aFakeProvider>;
let channels: Channel[];
let deps: CreateAttemptDeps;
beforeEach(() => {
  shop = aShop(dynamo);
  provider = aFakeProvider();
  channels = [];
  deps = {
    ...shop.deps,
    ...fakeChannelServices(provider, () => channels),
  };
});

const anOpenOrder = async (changes: Partial<Channel>[] = [{}]) => {
  const product = await shop.sells({ cards: 5 });
  channels = changes.map((change, index) =>
    aChannel(product.tenant, { priority: index + 1, ...change }),
  );
  const { created, checkoutToken } = await createOrder(shop.deps, shop.wants(product));
  return { product, order: created.order, request: aRequest(checkoutToken) };
};

const aRequest = (token: string) => ({
  token,
  method: 'alipay' as const,
  device: 'desktop' as const,
  buyerIp: '203.0.113.7',
  returnUrl: 'https://pay.example/checkout/x',
});

const refusal = {
  kind: 'did_not_happen',
  reason: 'provider_unreachable',
  detail: 'refused',
} as const;

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof AppError ? error.code : `unexpected ${error}`;
  }
};

describe('starting a payment', () => {
  it('is recorded before the provider hears of it', async () => {
    const { order, request } = await anOpenOrder();
    let stored: string | undefined;
    provider.answersCreate(channels[0]?.id ?? '', async () => {
      stored = (await shop.deps.orders.load(order.tenant, order.id))?.attempts[0]?.state;
      return { kind: 'happened', nextAction: { kind: 'qr', content: 'weixin://x' } };
    });
    const { attempts } = await createAttempt(deps, request);
    expect(stored).toBe('submitted');
    expect(attempts).toMatchObject([{ state: 'pending', nextAction: { kind: 'qr' } }]);
  });

  it('is written once, with its next action, where the provider is not called at all', async () => {
    const { order, request } = await anOpenOrder();
    const { registry } = aFakeProvider({ createsWithoutCall: true });
    const { attempts } = await createAttempt({ ...deps, registry }, request);
    expect(attempts).toMatchObject([
      { state: 'pending', version: 1, nextAction: { kind: 'redirect' } },
    ]);
    expect((await shop.deps.orders.load(order.tenant, order.id))?.attempts).toEqual(attempts);
  });

  it('gives the same attempt to a second tap, and to 16 taps at once', async () => {
    const { order, request } = await anOpenOrder();
    const first = await createAttempt(deps, request);
    const again = await createAttempt(deps, request);
    expect(again.attempts).toEqual(first.attempts);
    expect(provider.asked).toHaveLength(1);
    const other = { ...request, method: 'wechat_pay' as const };
    await Promise.all(Array.from({ length: 16 }, () => createAttempt(deps, other)));
    const { attempts } = (await shop.deps.orders.load(order.tenant, order.id)) ?? { attempts: [] };
    expect(attempts).toHaveLength(2);
    expect(provider.asked).toHaveLength(2);
  });

  it('starts each of two ways to pay that are tapped at the same moment, with one tap each', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { order, request } = await anOpenOrder();
      const before = provider.asked.length;
      await Promise.all([
        createAttempt(deps, request),
        createAttempt(deps, { ...request, method: 'wechat_pay' }),
      ]);
      const stored = (await shop.deps.orders.load(order.tenant, order.id))?.attempts ?? [];
      expect(stored.map(({ method, state }) => [method, state]).toSorted()).toEqual([
        ['alipay', 'pending'],
        ['wechat_pay', 'pending'],
      ]);
      expect(provider.asked.length - before).toBe(2);
    }
  });

  it('goes on to the next channel when the first certainly did not take it, and says so', async () => {
    const { request } = await anOpenOrder([{}, {}]);
    provider.answersCreate(channels[0]?.id ?? '', refusal);
    const { attempts } = await createAttempt(deps, request);
    expect(attempts).toMatchObject([
      { channelId: channels[0]?.id, state: 'failed', failureReason: 'provider_unreachable' },
      { channelId: channels[1]?.id, state: 'pending' },
    ]);
  });

  it('asks nobody else when the outcome is unknown: never a second charge', async () => {
    const { request } = await anOpenOrder([{}, {}]);
    provider.answersCreate(channels[0]?.id ?? '', { kind: 'unknown', detail: 'time-out' });
    const { attempts } = await createAttempt(deps, request);
    expect(attempts).toMatchObject([{ state: 'unknown' }]);
    await createAttempt(deps, request);
    expect(provider.asked).toHaveLength(1);
  });

  it.each([
    ['none', 1],
    ['same_number', 2],
  ] as const)(
    'whose answer got lost is sent again by a later tap only where that is the same payment (%s)',
    async (resubmission, times) => {
      const { request } = await anOpenOrder();
      const once = aFakeProvider({ resubmission });
      once.answersCreate(channels[0]?.id ?? '', { kind: 'unknown', detail: 'time-out' });
      const { registry } = once;
      await createAttempt({ ...deps, registry }, request);
      shop.setNow(later(30));
      const { attempts } = await createAttempt({ ...deps, registry }, request);
      expect(attempts).toMatchObject([{ state: 'unknown' }]);
      expect(once.asked).toHaveLength(times);
    },
  );

  it.each(['amount_out_of_range', 'invalid_credentials', 'provider_refused'] as const)(
    'goes on after %s of one account',
    async (reason) => {
      const { request } = await anOpenOrder([{ upstream: 'u1' }, { upstream: 'u1' }]);
      provider.answersCreate(channels[0]?.id ?? '', { ...refusal, reason });
      const { attempts } = await createAttempt(deps, request);
      expect(attempts).toMatchObject([
        { state: 'failed', failureReason: reason },
        { channelId: channels[1]?.id, state: 'pending' },
      ]);
    },
  );

  it.each(['risk_refused', 'goods_refused', 'insufficient_funds', 'declined'] as const)(
    'offers a payment to no other account by itself after %s, and says why',
    async (reason) => {
      const { request } = await anOpenOrder([{}, {}]);
      provider.answersCreate(channels[0]?.id ?? '', { ...refusal, reason });
      const aggregate = await createAttempt(deps, request);
      expect(provider.asked).toHaveLength(1);
      expect(aggregate.attempts).toMatchObject([{ state: 'failed', failureReason: reason }]);
      const view = await presentCheckout(deps, aggregate, aVisitor());
      expect(view.attempt?.failure).toEqual({ reason, ...FAILURES[reason].buyer });
      expect(view.suggested_method).toBe(reason === 'goods_refused' ? null : 'wechat_pay');
    },
  );

  it('leads a buyer who taps the same way again to an account that has not failed', async () => {
    const { request } = await anOpenOrder([{}, {}]);
    provider.answersCreate(channels[0]?.id ?? '', { ...refusal, reason: 'declined' });
    await createAttempt(deps, request);
    const { attempts } = await createAttempt(deps, request);
    expect(attempts).toMatchObject([
      { channelId: channels[0]?.id, state: 'failed' },
      { channelId: channels[1]?.id, state: 'pending' },
    ]);
  });

  it('raises a counter when a person must act, and only then', async () => {
    const counted: string[] = [];
    deps = { ...deps, metrics: { count: (name) => counted.push(name) } };
    for (const reason of ['account_suspended', 'provider_unreachable'] as const) {
      const { request } = await anOpenOrder([{}, {}]);
      provider.answersCreate(channels[0]?.id ?? '', { ...refusal, reason });
      await createAttempt(deps, request);
    }
    expect(counted.filter((name) => name === METRICS.accountNeedsAction)).toHaveLength(1);
    expect(counted.filter((name) => name === METRICS.providerRefused)).toHaveLength(2);
  });

  it('has its routing measured once, however many channels are asked', async () => {
    const timed: string[] = [];
    const stopwatch: Stopwatch = {
      time: (name, work) => {
        timed.push(name);
        return work();
      },
    };
    const { request } = await anOpenOrder([{}, {}]);
    provider.answersCreate(channels[0]?.id ?? '', refusal);
    const { attempts } = await createAttempt({ ...deps, stopwatch }, request);
    expect(attempts).toHaveLength(2);
    await createAttempt({ ...deps, stopwatch }, request);
    expect(timed).toEqual([DURATIONS.routingStep]);
  });

  it('skips channels that share the upstream that just failed', async () => {
    const { request } = await anOpenOrder([
      { upstream: 'u1' },
      { upstream: 'u1' },
      { upstream: 'u2' },
    ]);
    provider.answersCreate(channels[0]?.id ?? '', refusal);
    await createAttempt(deps, request);
    expect(provider.asked.map(({ channelId }) => channelId)).toEqual([
      channels[0]?.id,
      channels[2]?.id,
    ]);
  });

  it('says that no channel is available when all refuse, and keeps the order payable', async () => {
    const { order, request } = await anOpenOrder();
    provider.answersCreate(channels[0]?.id ?? '', refusal);
    expect(await codeOf(createAttempt(deps, request))).toBe('no_channel_available');
    expect((await shop.deps.orders.load(order.tenant, order.id))?.order.state).toBe(
      'awaiting_payment',
    );
  });

  it('reserves the daily cap with the attempt, takes the next channel at the cap, and frees it when nothing happened', async () => {
    const cap = money('CNY', 990);
    const { product, request } = await anOpenOrder([{ dailyCap: cap }, {}]);
    const capped = channels[0]?.id ?? '';
    const day = capDay(NOW, 'Asia/Shanghai');
    const reserved = async () =>
      (
        await readCaps(
          { documents: dynamo.documents, tableName: dynamo.tables.channels },
          product.tenant,
          [{ channelId: capped, day }],
        )
      ).get(capped);
    provider.answersCreate(capped, refusal);
    await createAttempt(deps, request);
    expect(await reserved()).toBe(0n);
    provider.answersCreate(capped, { kind: 'unknown', detail: 'time-out' });
    const second = await createOrder(shop.deps, shop.wants(product));
    await createAttempt(deps, aRequest(second.checkoutToken));
    expect(await reserved()).toBe(990n);
    const third = await createOrder(shop.deps, shop.wants(product));
    const { attempts } = await createAttempt(deps, aRequest(third.checkoutToken));
    expect(attempts).toMatchObject([{ channelId: channels[1]?.id, state: 'pending' }]);
    expect(await reserved()).toBe(990n);
  });

  it('is refused for an expired order, a tampered token and a link that is too old', async () => {
    const { request } = await anOpenOrder();
    const tampered = `${request.token.slice(0, -1)}${request.token.endsWith('A') ? 'B' : 'A'}`;
    expect(await codeOf(createAttempt(deps, { ...request, token: tampered }))).toBe('not_found');
    expect(await codeOf(createAttempt(deps, { ...request, token: 'nonsense' }))).toBe('not_found');
    shop.setNow(later(901));
    expect(await codeOf(createAttempt(deps, request))).toBe('order_not_payable');
    shop.setNow(later(31 * 24 * 3600));
    expect(await codeOf(createAttempt(deps, request))).toBe('token_expired');
  });
});

describe('a follow-up', () => {
  it('delivers a payment whose notification never came', async () => {
    const { order, request } = await anOpenOrder();
    const { attempts } = await createAttempt(deps, request);
    const attemptId = attempts[0]?.id ?? '';
    const sent: FollowUpMessage[] = [];
    const queryDeps = {
      ...deps,
      followUps: {
        send: async (messages: readonly { message: FollowUpMessage }[]) =>
          void sent.push(...messages.map(({ message }) => message)),
      },
    };
    shop.setNow(later(15));
    // The queue delivers at least once: five copies are one question with one successor.
    for (let copy = 0; copy < 5; copy += 1) {
      await queryAttempt(queryDeps, order.tenant, attemptId);
    }
    expect(sent).toMatchObject([{ kind: 'query_attempt', attemptId }]);
    expect((await shop.deps.orders.load(order.tenant, order.id))?.attempts).toMatchObject([
      { state: 'pending', queryCount: 1 },
    ]);
    shop.setNow(later(45));
    provider.answersQuery({
      kind: 'found',
      status: 'succeeded',
      providerStatus: '1',
      amount: order.amount,
      providerReference: 'P9',
    });
    await queryAttempt(queryDeps, order.tenant, attemptId);
    const paid = await shop.deps.orders.load(order.tenant, order.id);
    expect(paid?.order.state).toBe('delivered');
    await queryAttempt(queryDeps, order.tenant, attemptId);
    expect(sent).toHaveLength(1);
  });

  it('never calls an attempt failed because the provider does not answer', async () => {
    const { order, request } = await anOpenOrder();
    provider.answersCreate(channels[0]?.id ?? '', { kind: 'unknown', detail: 'time-out' });
    const { attempts } = await createAttempt(deps, request);
    const queryDeps = { ...deps, followUps: { send: async () => {} } };
    for (let round = 0; round < 30; round += 1) {
      shop.setNow(later(round * 3_600));
      await queryAttempt(queryDeps, order.tenant, attempts[0]?.id ?? '');
    }
    expect((await shop.deps.orders.load(order.tenant, order.id))?.attempts).toMatchObject([
      { state: 'unknown' },
    ]);
  });
});
