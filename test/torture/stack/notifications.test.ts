import { describe, expect, it } from 'vitest';
import { md5Of } from '#infra/local/providers/epay/signature.ts';
import type { SimulatedAccount } from '#infra/local/seed/simulated-accounts.ts';
import type { GatewayOrder, SentNotification } from './gateways.ts';
import { acknowledgementsOf, toldAmounts } from './notifications.ts';

const ACCOUNT: SimulatedAccount = {
  name: 'lotus',
  port: 1,
  pid: '1001',
  protocol: 'v1',
  accessMode: 'page',
  notifyBy: 'GET',
  key: 'the-key',
  merchantKeys: { privateKey: '', publicKey: '' },
  platformKeys: { privateKey: '', publicKey: '' },
};

const sent = (
  fields: Record<string, string>,
  answer: { status: number; reply: string },
): SentNotification => ({
  method: 'GET',
  url: `http://127.0.0.1/callbacks/epay/ch?${new URLSearchParams(fields)}`,
  body: '',
  acknowledged: answer.reply.includes('success'),
  ...answer,
});

const message = (money = '9.90') => {
  const fields = { pid: '1001', out_trade_no: 'N1', money };
  return { ...fields, sign: md5Of(fields, ACCOUNT.key) };
};

const orderWith = (...notifications: SentNotification[]): GatewayOrder => ({
  merchant: '1001',
  number: 'N1',
  minor: 990,
  state: 'paid',
  paidMinor: 990,
  refunds: [],
  notifications,
  extra: { protocol: 'v1' },
});

const wrongOf = (notification: SentNotification) =>
  acknowledgementsOf(orderWith(notification), ACCOUNT).map(({ wrong }) => wrong);

const YES = { status: 200, reply: 'success' };
const NO = { status: 400, reply: 'fail' };

describe('an answer to a gateway', () => {
  it('is right when what is genuine hears the exact word, and all else does not', () => {
    expect(wrongOf(sent(message(), YES))).toEqual([undefined]);
    expect(wrongOf(sent({ ...message(), sign: '0' }, NO))).toEqual([undefined]);
  });

  it('is wrong when something that the gateway did not sign is believed', () => {
    expect(wrongOf(sent({ ...message(), sign: '0' }, YES))).toEqual(['200 success']);
    expect(wrongOf(sent({ ...message(), money: '0.01' }, YES))).toEqual(['200 success']);
  });

  it('is wrong when another account is named, whoever signed it', () => {
    const fields = { pid: '9999', out_trade_no: 'N1', money: '9.90' };
    const foreign = { ...fields, sign: md5Of(fields, ACCOUNT.key) };
    expect(wrongOf(sent(foreign, YES))).toEqual(['200 success']);
    expect(wrongOf(sent(foreign, NO))).toEqual([undefined]);
  });

  it('is wrong when what is genuine is turned away for good, or hears other words', () => {
    expect(wrongOf(sent(message(), NO))).toEqual(['400 fail']);
    expect(wrongOf(sent(message(), { status: 200, reply: 'success ' }))).toEqual(['200 success ']);
  });

  it('may be that the shop is busy, and is nothing when nobody answered', () => {
    expect(wrongOf(sent(message(), { status: 503, reply: 'fail' }))).toEqual([undefined]);
    expect(wrongOf(sent(message(), { status: 0, reply: '' }))).toEqual([]);
  });
});

describe('the amounts that a gateway has named', () => {
  it('are those that it signed and that were acknowledged', () => {
    const order = orderWith(
      sent(message('9.90'), YES),
      sent(message('0.01'), YES),
      sent(message('5.00'), { status: 0, reply: '' }),
      sent({ ...message('7.00'), sign: '0' }, NO),
    );
    expect(toldAmounts(order, ACCOUNT)).toEqual(new Set([990, 1]));
  });
});
