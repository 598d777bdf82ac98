import { camara } from '#shared/channels/camara/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { CALLS } from './conformance/calls.ts';
import { NOTIFICATIONS } from './conformance/notifications.ts';
import { CREDENTIALS, PHONE, TOKEN } from './provider-side.ts';

const subjectOf = (accessMode: 'one_step' | 'two_step'): ConformanceSubject => ({
  name: `camara, ${accessMode}`,
  channel: camara,
  config: {
    apiRoot: 'https://api.telco.example/',
    tokenUrl: 'https://auth.telco.example/token',
    clientId: 'shop',
    currency: 'EUR',
    accessMode,
  },
  credentials: CREDENTIALS,
  request: { method: 'carrier_billing', amount: money('EUR', 1000), phone: PHONE },
  kept: 'an-authorization-id',
  prelude: [TOKEN],
  acknowledgements: {
    accepted: { status: 204, headers: {}, body: '' },
    rejected: {
      status: 401,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"status":401,"code":"UNAUTHENTICATED","message":"Request not authenticated."}',
    },
    try_again: {
      status: 429,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"status":429,"code":"TOO_MANY_REQUESTS","message":"Try again later."}',
    },
  },
  notifications: NOTIFICATIONS,
  ...CALLS[accessMode],
});

describeConformance(subjectOf('one_step'));
describeConformance(subjectOf('two_step'));
