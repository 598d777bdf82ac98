import { paypal } from '#shared/channels/paypal/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import { CALLS } from './conformance/calls.ts';
import { NOTIFICATIONS } from './conformance/notifications.ts';
import { CONFIG, SECRETS, TOKEN } from './provider-side.ts';

const JSON_HEADER = { 'content-type': 'application/json; charset=utf-8' };

describeConformance({
  name: 'paypal',
  channel: paypal,
  config: CONFIG,
  credentials: SECRETS,
  request: { method: 'paypal', amount: money('USD', 1000) },
  prelude: [TOKEN],
  acknowledgements: {
    accepted: { status: 200, headers: JSON_HEADER, body: '{}' },
    rejected: { status: 400, headers: JSON_HEADER, body: '{}' },
    try_again: { status: 503, headers: JSON_HEADER, body: '{}' },
  },
  notifications: NOTIFICATIONS,
  ...CALLS,
});
