import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { epay } from '#infra/local/providers/epay/simulation.ts';
import { startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import type { RefundRequest } from '#shared/application/ports/channel-port.ts';
import { create } from '#shared/channels/epay/create.ts';
import { query } from '#shared/channels/epay/query.ts';
import { refund } from '#shared/channels/epay/refund.ts';
import { money } from '#shared/domain/money/money.ts';
import { aCreateRequest } from '#test/channels/support/epay-context.ts';
import {
  aFreshRequest,
  credentialsOf,
  type EpaySimulator,
  openPayment,
  shopAt,
} from '#test/channels/support/epay-shop.ts';
import { type MerchantDesk, openMerchantDesk } from '#test/channels/support/merchant-desk.ts';

let simulator: EpaySimulator;
let desk: MerchantDesk;
beforeAll(async () => {
  simulator = await startSimulator(epay, { retrySeconds: [0.05, 0.05, 0.05] });
  desk = await openMerchantDesk();
});
afterAll(async () => {
  await simulator.stop();
  await desk.stop();
});
beforeEach(() => {
  desk.outcomes.length = 0;
  desk.callbacks.length = 0;
});

const settled = (orderNumber: string): Promise<void> =>
  vi.waitFor(() => expect(simulator.payment(orderNumber)?.acknowledged).toBe(true), 5_000);

const aRefund = (orderNumber: string, change: Partial<RefundRequest> = {}): RefundRequest => ({
  ...aCreateRequest({ orderNumber }),
  refundCreatedAt: new Date(),
  refundNumber: `R${orderNumber}`,
  refundAmount: money('CNY', 1000),
  reason: '',
  ...change,
});

describe.each(['v1', 'v2'] as const)('%s', (protocol) => {
  describe.each(['page', 'api'] as const)('%s mode', (accessMode) => {
    test.each(['GET', 'POST_FORM', 'POST_JSON'] as const)(
      'a sale notified by %s: ordered, paid, believed, acknowledged, found, refunded',
      async (notifyBy) => {
        const account = simulator.addMerchant({ habits: { notifyBy, hideName: false } });
        const shop = shopAt(simulator, desk, { protocol, accessMode }, account);
        const request = aFreshRequest();
        const { orderNumber } = request;

        expect((await openPayment(shop, request)).kind).toBe('happened');
        expect(await query(shop, request)).toMatchObject({ kind: 'found', status: 'pending' });
        expect(simulator.pay(orderNumber)).toBe(true);
        await settled(orderNumber);

        const reference = simulator.payment(orderNumber)?.reference;
        expect(desk.outcomes).toEqual([
          {
            kind: 'verified',
            notification: {
              kind: 'payment',
              attemptId: `att_${orderNumber}`,
              providerOrderNumber: orderNumber,
              providerReference: reference,
              status: 'succeeded',
              providerStatus: 'TRADE_SUCCESS',
              amount: money('CNY', 1000),
            },
          },
        ]);
        expect(simulator.payment(orderNumber)?.notifications[0]).toMatchObject({
          method: notifyBy === 'GET' ? 'GET' : 'POST',
          status: 200,
          reply: 'success',
        });
        expect(await query(shop, request)).toMatchObject({
          status: 'succeeded',
          amount: money('CNY', 1000),
          providerReference: reference,
        });
        expect(await refund(shop, aRefund(orderNumber))).toMatchObject({ kind: 'succeeded' });
        expect(simulator.books(account.id).totals).toEqual({
          orders: 1,
          paid: 1,
          paidMinor: 1000,
          refunds: 1,
          refundedMinor: 1000,
          acknowledged: 1,
        });
      },
    );
  });

  test.each(['qrcode', 'payurl', 'urlscheme', 'html'] as const)(
    'understands a gateway that answers with %s',
    async (answerWith) => {
      const account = simulator.addMerchant({ habits: { answerWith } });
      const outcome = await create(shopAt(simulator, desk, { protocol }, account), aFreshRequest());
      const kinds = { qrcode: 'qr', payurl: 'redirect', urlscheme: 'redirect', html: 'form' };
      expect(outcome).toMatchObject({ nextAction: { kind: kinds[answerWith] } });
    },
  );

  test.each(['php_float', 'two_decimals', 'four_decimals', 'as_sent'] as const)(
    'reads money spelt as %s in notifications and queries',
    async (moneyAs) => {
      const account = simulator.addMerchant({ habits: { moneyAs } });
      const shop = shopAt(simulator, desk, { protocol }, account);
      for (const minor of [1n, 10n, 10_000n, 9_999_999_999n]) {
        const request = aFreshRequest({ amount: money('CNY', minor) });
        await create(shop, request);
        simulator.pay(request.orderNumber);
        await settled(request.orderNumber);
        expect(desk.outcomes.at(-1)).toMatchObject({ notification: { amount: { minor } } });
        expect(await query(shop, request)).toMatchObject({ amount: { minor } });
      }
    },
  );

  test('the same order again is the same order; a changed or paid one is not taken', async () => {
    const shop = shopAt(simulator, desk, { protocol });
    const request = aFreshRequest();
    const [first, ...others] = await Promise.all(
      Array.from({ length: 32 }, () => create(shop, request)),
    );
    expect(first?.kind).toBe('happened');
    for (const other of others) expect(other).toEqual(first);
    const changed = { ...request, amount: money('CNY', 1) };
    expect((await create(shop, changed)).kind).toBe('unknown');
    simulator.pay(request.orderNumber);
    expect((await create(shop, request)).kind).toBe('unknown');
  });

  test('an order that never was is not found', async () => {
    const shop = shopAt(simulator, desk, { protocol });
    expect((await query(shop, aFreshRequest())).kind).toBe('not_found');
  });

  test('a long name comes back whole and verified', async () => {
    const account = simulator.addMerchant({ habits: { hideName: false } });
    const shop = shopAt(simulator, desk, { protocol, accessMode: 'page' }, account);
    const request = aFreshRequest({ subject: `${'卡密 & "特价" '.repeat(20)}🎫` });
    await openPayment(shop, request);
    simulator.pay(request.orderNumber);
    await settled(request.orderNumber);
    expect(desk.outcomes.at(-1)?.kind).toBe('verified');
  });

  test('a wrong key is refused in words that name the credentials', async () => {
    const shop = shopAt(simulator, desk, { protocol });
    const stranger = simulator.addMerchant();
    const credentials = credentialsOf(simulator, stranger, protocol);
    expect(await create({ ...shop, credentials }, aFreshRequest())).toMatchObject({
      kind: 'did_not_happen',
      reason: 'invalid_credentials',
    });
  });
});

test('v2: parts add up to the whole, a repeated refund number pays back once', async () => {
  const shop = shopAt(simulator, desk, { protocol: 'v2' });
  const request = aFreshRequest();
  await create(shop, request);
  simulator.pay(request.orderNumber);
  const part = aRefund(request.orderNumber, { refundAmount: money('CNY', 400) });
  expect((await refund(shop, part)).kind).toBe('succeeded');
  expect((await refund(shop, part)).kind).toBe('succeeded');
  const rest = { ...part, refundNumber: `${part.refundNumber}b`, refundAmount: money('CNY', 600) };
  expect((await refund(shop, rest)).kind).toBe('succeeded');
  const more = { ...part, refundNumber: `${part.refundNumber}c` };
  expect((await refund(shop, more)).kind).not.toBe('succeeded');
  expect(simulator.payment(request.orderNumber)?.refunds.map(({ minor }) => minor)).toEqual([
    400, 600,
  ]);
});

test('v1: a second refund of an order is unknown, because the gateway cannot tell which one it made', async () => {
  const shop = shopAt(simulator, desk);
  const request = aFreshRequest();
  await create(shop, request);
  simulator.pay(request.orderNumber);
  const part = aRefund(request.orderNumber, { refundAmount: money('CNY', 400) });
  expect((await refund(shop, part)).kind).toBe('succeeded');
  expect((await refund(shop, part)).kind).toBe('unknown');
  expect(simulator.payment(request.orderNumber)?.refunds).toHaveLength(1);
});

describe('faults', () => {
  test('an order taken without a reply is unknown, and its payment is still believed', async () => {
    const account = simulator.addMerchant({ timeoutAfterAccepting: true });
    const shop = shopAt(simulator, desk, {}, account);
    const request = aFreshRequest();
    const http = {
      request: (call: Parameters<typeof shop.http.request>[0]) =>
        shop.http.request({ ...call, timeoutMillis: 200 }),
    };
    expect((await create({ ...shop, http }, request)).kind).toBe('unknown');
    expect(await query(shop, request)).toMatchObject({ kind: 'found', status: 'pending' });
    simulator.pay(request.orderNumber);
    await settled(request.orderNumber);
    expect(desk.outcomes.at(-1)?.kind).toBe('verified');
  });

  test.each([
    [{ createStatus: 500 }, 'unknown'],
    [{ createStatus: 503 }, 'unknown'],
    [{ createStatusAfterAccepting: 502 }, 'unknown'],
    [{ maintenance: true }, 'did_not_happen'],
    [{ refuseOrdersWith: '当前支付方式单笔最大限额为5元' }, 'did_not_happen'],
    [{ replyDelayMillis: 50 }, 'happened'],
  ] as const)('%o makes a create %s', async (behaviour, kind) => {
    const account = simulator.addMerchant(behaviour);
    const outcome = await create(shopAt(simulator, desk, {}, account), aFreshRequest());
    expect(outcome.kind).toBe(kind);
  });

  test('refused connections did not happen, and pass', async () => {
    const shop = shopAt(simulator, desk);
    await simulator.refuseConnections();
    expect(await create(shop, aFreshRequest())).toMatchObject({ reason: 'provider_unreachable' });
    await simulator.acceptConnections();
    expect((await create(shop, aFreshRequest())).kind).toBe('happened');
  });

  test.each([
    [{ badSignature: true }, 'signature_invalid'],
    [{ wrongMerchant: '9999' }, 'wrong_account'],
  ])('%o is refused as %s and repeated until the retries end', async (behaviour, reason) => {
    const account = simulator.addMerchant(behaviour);
    const shop = shopAt(simulator, desk, {}, account);
    const request = aFreshRequest();
    await create(shop, request);
    simulator.pay(request.orderNumber);
    await vi.waitFor(() => expect(desk.outcomes).toHaveLength(4), 5_000);
    for (const outcome of desk.outcomes) expect(outcome).toMatchObject({ reason });
    expect(simulator.payment(request.orderNumber)?.acknowledged).toBe(false);
  });

  test('a wrong amount is believed as what it says', async () => {
    const account = simulator.addMerchant({ wrongAmountMinor: 1 });
    const shop = shopAt(simulator, desk, {}, account);
    const request = aFreshRequest();
    await create(shop, request);
    simulator.pay(request.orderNumber);
    await settled(request.orderNumber);
    expect(desk.outcomes.at(-1)).toMatchObject({ notification: { amount: money('CNY', 1) } });
  });

  test('what we could not store is repeated until we could', async () => {
    const shop = shopAt(simulator, desk);
    const request = aFreshRequest();
    await create(shop, request);
    desk.failNext = 2;
    simulator.pay(request.orderNumber);
    await settled(request.orderNumber);
    const notifications = simulator.payment(request.orderNumber)?.notifications ?? [];
    expect(notifications.map(({ status, reply }) => [status, reply])).toEqual([
      [503, 'fail'],
      [503, 'fail'],
      [200, 'success'],
    ]);
  });

  test('lost, doubled and overtaking notifications all say the same of their order', async () => {
    const account = simulator.addMerchant({ duplicates: 2, dropNext: 3, reorder: 2 });
    const shop = shopAt(simulator, desk, {}, account);
    const requests = [aFreshRequest(), aFreshRequest()];
    for (const request of requests) {
      await create(shop, request);
      simulator.pay(request.orderNumber);
    }
    for (const { orderNumber } of requests) await settled(orderNumber);
    const named = desk.outcomes.map((outcome) =>
      outcome.kind === 'verified' && outcome.notification.kind === 'payment'
        ? outcome.notification.providerOrderNumber
        : outcome.kind,
    );
    // The second order's three copies overtook and were lost; the first order was heard of first.
    expect(named.slice(0, 3)).toEqual(Array(3).fill(requests[0]?.orderNumber));
    await vi.waitFor(() => expect(desk.outcomes.length).toBe(6), 5_000);
  });
});
