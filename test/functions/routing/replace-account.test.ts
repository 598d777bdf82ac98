import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { md5Of } from '#infra/local/providers/epay/signature.ts';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { receiveCallback } from '#shared/application/callbacks/receive-callback.ts';
import { createAttempt } from '#shared/application/checkout/create-attempt.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import { queryAttempt } from '#shared/application/orders/query-attempt.ts';
import type { ProviderRequest } from '#shared/application/ports/provider-http.ts';
import { requestRefund } from '#shared/application/refunds/request-refund.ts';
import { submitRefund } from '#shared/application/refunds/submit-refund.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import type { CallbackMessage } from '#shared/contract/queues.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { formatDecimalAmount } from '#shared/domain/money/money.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { NOW } from '#test/support/builders.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import { aShop } from '#test/support/shop.ts';
import {
  addChannel,
  CALLBACKS_BASE_URL,
  epayAccount,
  newTenant,
  type RoutingApi,
  startRoutingApi,
} from './routing-api.ts';

const A = { pid: '1001', key: 'key-of-the-account-A' };
const B = { pid: '2002', key: 'key-of-the-account-B' };

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing.stop());

/** A shop whose channel is account A; everything but the gateway is real. */
const aShopAtA = async () => {
  const tenant = newTenant();
  const key = routing.newKey(tenant);
  const shop = aShop(routing.dynamo);
  const product = await shop.sells({ tenant, cards: 9 });
  const account = epayAccount();
  const id = await addChannel(routing, key, {
    config: { ...account.config, pid: A.pid },
    credentials: { key: A.key },
  });
  const sent: ProviderRequest[] = [];
  const queued: CallbackMessage[] = [];
  const deps = {
    ...shop.deps,
    channels: routing.channels,
    registry: channelRegistry,
    sealer: routing.sealer,
    http: {
      request: async (request: ProviderRequest) => {
        sent.push(request);
        return {
          kind: 'response' as const,
          status: 200,
          headers: {},
          body: '{"code":1}',
          bytes: Buffer.from('{"code":1}'),
        };
      },
    },
    leases: leasesInMemory(),
    callbacksBaseUrl: CALLBACKS_BASE_URL,
    now: () => NOW,
    followUps: { send: async () => {} },
    queue: {
      send: async (messages: readonly { message: CallbackMessage }[]) =>
        void queued.push(...messages.map(({ message }) => message)),
    },
    stopwatch: NO_STOPWATCH,
    maxBodyBytes: 64_000,
  };
  return {
    ...shop,
    tenant,
    deps,
    id,
    sent,
    patch: (changes: object) => routing.call(key, `PATCH /v1/channels/${id}`, changes),
    post: (body: object) => routing.call(key, 'POST /v1/channels', body),
    /** A buyer starts to pay. */
    starts: (request: Product = product) => startPaying(deps, shop.wants(request)),
    /** The gateway of an account reports a payment; answers what it reads back, and what became of it. */
    reports: async (attempt: Attempt, as: { pid: string; key: string }) => {
      queued.length = 0;
      const reply = await receiveCallback(deps, {
        provider: 'epay',
        channelId: id,
        httpMethod: 'GET',
        headers: {},
        query: new URLSearchParams(aReport(attempt, as)).toString(),
        body: new Uint8Array(),
      });
      const [message] = queued;
      return { body: reply.body, effect: message && (await applyCallback(deps, message)) };
    },
    load: async (order: Order) => {
      const aggregate = await deps.orders.load(tenant, order.id);
      if (!aggregate) throw new Error('the order is gone');
      return aggregate;
    },
  };
};

const startPaying = async (
  deps: Parameters<typeof createAttempt>[0] & Parameters<typeof createOrder>[0],
  wish: Parameters<typeof createOrder>[1],
) => {
  const { created, checkoutToken } = await createOrder(deps, wish);
  const { attempts } = await createAttempt(deps, {
    token: checkoutToken,
    method: 'alipay',
    device: 'desktop',
    buyerIp: '203.0.113.7',
    returnUrl: 'https://pay.example.com/checkout/x',
  });
  const [attempt] = attempts;
  if (!attempt) throw new Error('no payment was started');
  return { order: created.order, attempt };
};

const aReport = (attempt: Attempt, { pid, key }: { pid: string; key: string }) => {
  const orderNumber = providerOrderNumberOf(attempt.id);
  const fields = {
    pid,
    trade_no: `T${orderNumber}`,
    out_trade_no: orderNumber,
    type: 'alipay',
    name: 'product',
    money: formatDecimalAmount(attempt.amount),
    trade_status: 'TRADE_SUCCESS',
  };
  return { ...fields, sign: md5Of(fields, key), sign_type: 'MD5' };
};

const toB = { config: { pid: B.pid }, credentials: { key: B.key } };

describe('a banned account that is replaced', () => {
  test('goes on delivering, answering and paying back what was paid under it', async () => {
    const shop = await aShopAtA();
    const { order, attempt } = await shop.starts();
    const reply = await shop.patch(toB);
    expect(reply).toMatchObject({
      status: 200,
      body: {
        account_version: 2,
        retired_accounts: [{ version: 1, account: A.pid, credentials_set: ['key'] }],
      },
    });
    expect(reply.text).not.toContain(A.key);

    expect(await shop.reports(attempt, A)).toEqual({ body: 'success', effect: 'applied' });
    expect((await shop.load(order)).order.state).toBe('delivered');

    const refund = await requestRefund(shop.deps, {
      tenant: shop.tenant,
      orderId: order.id,
      attemptId: undefined,
      amountMinor: undefined,
      reason: 'asked for',
      actor: 'Li',
      cards: undefined,
      requestKey: undefined,
    });
    await submitRefund(shop.deps, shop.tenant, refund.id);
    const body = new URLSearchParams(shop.sent.at(-1)?.body);
    expect([body.get('pid'), body.get('key')]).toEqual([A.pid, A.key]);
    expect((await shop.load(order)).order.state).toBe('refunded');
  });

  test('vouches for none of the payments that are made under the new one', async () => {
    const shop = await aShopAtA();
    const old = await shop.starts();
    await shop.patch(toB);
    const { order, attempt } = await shop.starts();
    expect(new URL((attempt.nextAction as { url: string }).url).searchParams.get('pid')).toBe(
      B.pid,
    );
    expect((await shop.reports(attempt, { ...B, key: A.key })).body).toBe('fail');
    expect(await shop.reports(attempt, A)).toEqual({ body: 'success', effect: 'needs_review' });
    expect(await shop.reports(attempt, A)).toEqual({ body: 'success', effect: 'no_change' });
    expect((await shop.load(order)).order).toMatchObject({
      state: 'awaiting_payment',
      review: { reason: 'unconfirmed_payment' },
    });
    // Nor the other way round.
    expect((await shop.reports(old.attempt, B)).effect).toBe('needs_review');
    expect((await shop.load(old.order)).order.state).toBe('awaiting_payment');

    expect((await shop.reports(attempt, B)).effect).toBe('applied');
    expect((await shop.load(order)).order.state).toBe('delivered');
  });

  test('is asked about its own payments, and the new one about its own', async () => {
    const shop = await aShopAtA();
    const old = await shop.starts();
    await shop.patch(toB);
    const fresh = await shop.starts();
    for (const [{ attempt }, account] of [
      [old, A],
      [fresh, B],
    ] as const) {
      await queryAttempt(shop.deps, shop.tenant, attempt.id, { evenIfNotDue: true });
      const { searchParams } = new URL(shop.sent.at(-1)?.url ?? '');
      expect([searchParams.get('pid'), searchParams.get('key')]).toEqual([
        account.pid,
        account.key,
      ]);
    }
  });

  test.each([
    [
      'with the edit',
      async (shop: Awaited<ReturnType<typeof aShopAtA>>) => {
        await shop.patch({ ...toB, retire: 'drop' });
      },
    ],
    [
      'later',
      async (shop: Awaited<ReturnType<typeof aShopAtA>>) => {
        await shop.patch(toB);
        await shop.patch({ drop_accounts: [1] });
      },
    ],
  ])('is not believed any more once its secrets were dropped %s', async (_when, drop) => {
    const shop = await aShopAtA();
    const { order, attempt } = await shop.starts();
    await drop(shop);
    expect((await shop.reports(attempt, A)).body).toBe('fail');
    expect((await shop.load(order)).order.state).toBe('awaiting_payment');
    const sentBefore = shop.sent.length;
    await queryAttempt(shop.deps, shop.tenant, attempt.id, { evenIfNotDue: true });
    expect(shop.sent).toHaveLength(sentBefore);
    expect((await shop.load(order)).attempts).toMatchObject([{ state: 'pending', queryCount: 1 }]);
    const read = await routing.call(routing.newKey(shop.tenant), `GET /v1/channels/${shop.id}`);
    expect(read.body).toMatchObject({ retired_accounts: [{ version: 1, credentials_set: [] }] });
  });

  test('that was paid, and whose secrets were dropped, cannot pay back: a person is asked', async () => {
    const shop = await aShopAtA();
    const { order, attempt } = await shop.starts();
    await shop.reports(attempt, A);
    await shop.patch({ ...toB, retire: 'drop' });
    const refund = await requestRefund(shop.deps, {
      tenant: shop.tenant,
      orderId: order.id,
      attemptId: undefined,
      amountMinor: undefined,
      reason: 'asked for',
      actor: 'Li',
      cards: undefined,
      requestKey: undefined,
    });
    await submitRefund(shop.deps, shop.tenant, refund.id);
    expect(shop.sent).toEqual([]);
    expect((await shop.load(order)).order).toMatchObject({ review: { reason: 'refund_failed' } });
  });
});

describe('a new key of the same account', () => {
  test('is used for old payments too, and the old key still verifies what was under way', async () => {
    const shop = await aShopAtA();
    const [first, second] = [await shop.starts(), await shop.starts()];
    const rotated = { ...A, key: 'the-second-key-of-A' };
    await shop.patch({ credentials: { key: rotated.key } });
    expect((await shop.reports(first.attempt, A)).effect).toBe('applied');
    expect((await shop.reports(second.attempt, rotated)).effect).toBe('applied');
    const { attempt } = await shop.starts();
    expect((await shop.reports(attempt, A)).effect).toBe('needs_review');
    expect((await shop.reports(attempt, rotated)).effect).toBe('applied');
  });

  test('retires nothing when nothing of the account changed', async () => {
    const shop = await aShopAtA();
    await shop.patch({ credentials: { key: A.key }, config: { siteName: 'My shop' } });
    expect((await shop.patch({ label: 'x' })).body).toMatchObject({
      account_version: 1,
      retired_accounts: [],
    });
  });
});

describe('a retired secret', () => {
  test('is refused under another account, here and in another channel', async () => {
    const shop = await aShopAtA();
    await shop.patch(toB);
    const refusal = {
      status: 400,
      body: { error: { code: 'invalid_channel_config', param: 'credentials.key' } },
    };
    const third = { config: { ...epayAccount().config, pid: '3003' }, credentials: { key: A.key } };
    expect(await shop.post(epayAccount(third))).toMatchObject(refusal);
    expect(
      await shop.patch({ config: { pid: '3003' }, credentials: { key: A.key } }),
    ).toMatchObject(refusal);
    expect((await shop.patch({ config: { pid: A.pid }, credentials: { key: A.key } })).status).toBe(
      200,
    );
  });

  test('of a sixth account is refused with words, unless another is dropped', async () => {
    const shop = await aShopAtA();
    const replace = (n: number, more: object = {}) =>
      shop.patch({ credentials: { key: `key-number-${n}` }, ...more });
    for (let n = 1; n <= 5; n += 1) expect((await replace(n)).status).toBe(200);
    const refused = await replace(6);
    expect(refused.body).toMatchObject({ error: { code: 'limit_exceeded', param: 'credentials' } });
    expect(refused.text).toContain('may still be needed');
    expect((await replace(6, { drop_accounts: [1] })).status).toBe(200);
    expect((await replace(7, { retire: 'drop' })).status).toBe(200);
    expect((await shop.patch({ drop_accounts: [99] })).status).toBe(400);
  });
});
