import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { NOW } from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { reply, STRANGER, signedBy, signedByKey } from '../provider-side.ts';
import type { Account } from './account.ts';
import { paymentFields, repliesFor } from './messages.ts';
import { subjectOf } from './subject.ts';

const LATER = { expiresAt: new Date(NOW.getTime() - 3_600_000) };

export const gatewaySubject = (account: Account): ConformanceSubject => {
  const { told, none, refused, signed } = repliesFor(account);
  const strangers: ProviderResponse = reply(
    paymentFields({ origRespCode: '00' }),
    account.config.signMethod === 'key'
      ? (fields) => signedByKey(fields, 'the-key-of-another-shop')
      : (fields) => signedBy(fields, STRANGER),
  );
  return subjectOf(account, {
    queries: [
      { when: 'it is paid', replies: [told('00')], outcome: 'found', status: 'succeeded' },
      {
        when: 'it is paid with a flaw',
        replies: [told('A6')],
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'the buyer is at the bank',
        replies: [told('05')],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'a card was declined and there is time for another',
        replies: [told('64')],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'a card was declined and the time is over',
        replies: [told('64')],
        payment: LATER,
        outcome: 'found',
        status: 'failed',
        reason: 'insufficient_funds',
      },
      {
        when: 'nobody paid in time',
        replies: [told('05')],
        payment: LATER,
        outcome: 'found',
        status: 'closed',
      },
      { when: 'the state is not clear', replies: [told('04')], outcome: 'unknown' },
      {
        when: 'it was charged too late',
        replies: [told('42')],
        payment: LATER,
        outcome: 'unknown',
      },
      { when: 'the answer is new', replies: [told('Q9')], outcome: 'unknown' },
      {
        when: 'a success names no amount',
        replies: [told('00', { txnAmt: '' })],
        outcome: 'unknown',
      },
      { when: 'there is none', replies: [none], outcome: 'not_found' },
      {
        when: 'another order is answered',
        replies: [told('00', { orderId: 'another00000' })],
        outcome: 'unknown',
      },
      {
        when: 'another time is answered',
        replies: [told('00', { txnTime: '20261101200001' })],
        outcome: 'unknown',
      },
      {
        when: 'another account is answered',
        replies: [told('00', { merId: '777290058110097' })],
        outcome: 'unknown',
      },
      {
        when: 'a refund is answered',
        replies: [told('00', { txnType: '04' })],
        outcome: 'unknown',
      },
      { when: 'somebody else signed', replies: [strangers], outcome: 'unknown' },
      {
        when: 'our signature is refused',
        replies: [refused('11', '验证签名失败[9100004]')],
        outcome: 'unknown',
        reason: 'invalid_credentials',
      },
      {
        when: 'UnionPay is closed',
        replies: [refused('02')],
        outcome: 'unknown',
        reason: 'provider_maintenance',
      },
      {
        when: 'a value hides another field',
        replies: [signed(paymentFields({ origRespCode: '00', respMsg: 'x[&txnAmt=1]' }))],
        outcome: 'unknown',
      },
    ],
    proceeds: [
      {
        when: 'the buyer comes back',
        step: { kind: 'returned', query: {}, form: { respCode: '00' } },
        replies: [told('05')],
        outcome: 'found',
        status: 'pending',
      },
    ],
  });
};
