import { wechatpay } from '#shared/channels/wechatpay/index.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { BY_PUBLIC_KEY, CREDENTIALS } from '../provider-side.ts';
import type { Account } from './account.ts';
import { CERTIFIED_CREATES, CREATES, H5, JSAPI, NO_H5 } from './creates.ts';
import { notificationsOf } from './notifications.ts';
import { proceedsOf } from './proceeds.ts';
import { CLOSES, certifiedQueriesOf, queriesOf } from './queries.ts';
import { refundsOf } from './refunds.ts';

const JSON_HEADER = { 'content-type': 'application/json; charset=utf-8' };

export const subjectOf = (account: Account): ConformanceSubject => {
  const { config, credentials = CREDENTIALS, signer = BY_PUBLIC_KEY } = account;
  const { accessMode, products } = config;
  const hasH5 = products.includes('h5');
  return {
    name: `wechatpay ${accessMode}, ${account.name}`,
    channel: wechatpay,
    config,
    credentials,
    request: { method: 'wechat_pay' },
    notifications: notificationsOf(account),
    acknowledgements: {
      accepted: { status: 204, headers: {}, body: '' },
      rejected: {
        status: 401,
        headers: JSON_HEADER,
        body: '{"code":"FAIL","message":"the notification was not believed"}',
      },
      try_again: {
        status: 503,
        headers: JSON_HEADER,
        body: '{"code":"FAIL","message":"try again later"}',
      },
    },
    creates: signer === BY_PUBLIC_KEY ? [...CREATES, hasH5 ? H5 : NO_H5, JSAPI] : CERTIFIED_CREATES,
    queries: signer === BY_PUBLIC_KEY ? queriesOf(config) : certifiedQueriesOf(config),
    ...(signer === BY_PUBLIC_KEY
      ? { closes: CLOSES, proceeds: proceedsOf(config), refunds: refundsOf(config) }
      : { refunds: [] }),
    refundOverAmount: { when: 'more than was paid', replies: [], outcome: 'did_not_happen' },
  };
};
