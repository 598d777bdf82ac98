import { unionpay } from '#shared/channels/unionpay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import type { Account } from './account.ts';
import { notificationsOf } from './notifications.ts';
import { refundsOf } from './refunds.ts';

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };
const ACKNOWLEDGEMENTS: ConformanceSubject['acknowledgements'] = {
  accepted: { status: 200, headers: TEXT, body: 'ok' },
  rejected: { status: 400, headers: TEXT, body: 'fail' },
  try_again: { status: 503, headers: TEXT, body: 'fail' },
};

const CREATES: ConformanceSubject['creates'] = [
  { when: 'the form is signed', replies: [], outcome: 'happened', nextAction: 'form' },
  {
    when: 'the currency is not CNY',
    replies: [],
    request: { amount: money('USD', 1000) },
    outcome: 'did_not_happen',
    reason: 'currency_not_supported',
  },
  {
    when: 'the amount has thirteen digits',
    replies: [],
    request: { amount: money('CNY', 1_000_000_000_000n) },
    outcome: 'did_not_happen',
    reason: 'amount_out_of_range',
  },
  {
    when: 'the product is another one',
    replies: [],
    request: { method: 'alipay' },
    outcome: 'did_not_happen',
    reason: 'method_unavailable',
  },
];

/** What accounts of every kind have in common. */
export const subjectOf = (
  account: Account,
  own: Pick<ConformanceSubject, 'kept' | 'queries' | 'proceeds'>,
): ConformanceSubject => ({
  name: account.name,
  channel: unionpay,
  config: account.config,
  credentials: account.credentials,
  request: { method: account.config.accessMode === 'bank_gateway' ? 'bank_gateway' : 'unionpay' },
  notifications: notificationsOf(account),
  acknowledgements: ACKNOWLEDGEMENTS,
  createsWithoutCall: true,
  creates: CREATES,
  refunds: refundsOf(account),
  refundOverAmount: { when: 'it is too much', replies: [], outcome: 'did_not_happen' },
  ...own,
});
