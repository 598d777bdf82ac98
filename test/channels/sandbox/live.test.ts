import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { PaymentReference } from '#shared/application/ports/channel-port.ts';
import type { SandboxContext } from '#shared/channels/sandbox/config.ts';
import { sandbox } from '#shared/channels/sandbox/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { A_REFUND_NUMBER, AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { scriptedHttp } from '../support/scripted-http.ts';

const KEY = 'a-key-of-the-developer';
const live: SandboxContext = {
  channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
  mode: 'live',
  config: { account: 'mine' },
  credentials: { key: KEY },
  notifyUrl: 'https://callbacks.example.com/callbacks/sandbox/ch_01k9gfm0c8e4ravxk1q3j7zw99',
  http: scriptedHttp(),
  leases: leasesInMemory(),
  now: NOW,
};
const payment: PaymentReference = {
  orderNumber: AN_ORDER_NUMBER,
  amount: money('CNY', 1000),
  method: 'alipay',
  device: 'desktop',
  createdAt: NOW,
  expiresAt: new Date(NOW.getTime() + 900_000),
};

describe('in live mode, where a process may die between recording a payment and its refusal', () => {
  test('no question finds it paid', async () => {
    expect((await sandbox.query(live, payment)).kind).toBe('not_found');
  });

  test('no step charges it', async () => {
    const toStep = { ...payment, amount: money('CNY', 1041) };
    const request = {
      ...toStep,
      subject: 'VIP',
      returnUrl: 'https://shop.example.com/return',
      sharedReturn: { url: 'https://shop.example.com/return', state: 'abc' },
      buyerIp: '203.0.113.9',
    };
    expect((await sandbox.proceed?.(live, request, { kind: 'approved' }))?.kind).toBe('not_found');
  });

  test('no notification is believed', async () => {
    const body = Buffer.from(
      `{"account":"mine","order":"${AN_ORDER_NUMBER}","reference":"r","status":"paid","currency":"CNY","minor":1000}`,
    );
    const signature = createHmac('sha256', KEY).update(body).digest('hex');
    const callback = {
      httpMethod: 'POST',
      headers: { 'sandbox-signature': signature },
      query: '',
      body,
    };
    expect((await sandbox.notification({ ...live, mode: 'test' }, callback)).kind).toBe('verified');
    expect(await sandbox.notification(live, callback)).toMatchObject({
      kind: 'rejected',
      reason: 'wrong_account',
    });
  });

  test('nothing is said to have gone back', async () => {
    const refund = {
      ...payment,
      refundNumber: A_REFUND_NUMBER,
      refundAmount: payment.amount,
      refundCreatedAt: NOW,
      reason: 'buyer asked',
    };
    expect((await sandbox.refund?.(live, refund))?.kind).toBe('did_not_happen');
  });
});
