import { alipay } from '#shared/channels/alipay/index.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import type { Account } from './account.ts';
import { codesOf, PAGES } from './creates.ts';
import { notificationsOf } from './notifications.ts';
import { closesOf, queriesOf } from './queries.ts';
import { refundOverAmountOf, refundsOf } from './refunds.ts';

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

export const subjectOf = (account: Account): ConformanceSubject => {
  const { name, config, credentials } = account;
  const callsNobody = !config.products.includes('qr');
  return {
    name,
    channel: alipay,
    config,
    credentials,
    notifications: notificationsOf(account),
    acknowledgements: {
      accepted: { status: 200, headers: PLAIN, body: 'success' },
      rejected: { status: 400, headers: PLAIN, body: 'fail' },
      try_again: { status: 503, headers: PLAIN, body: 'fail' },
    },
    createsWithoutCall: callsNobody,
    creates: callsNobody ? PAGES : codesOf(config),
    queries: queriesOf(config),
    closes: closesOf(config),
    refunds: refundsOf(config),
    refundOverAmount: refundOverAmountOf(config),
  };
};
