import { A_PROVIDER_REFERENCE, A_REFUND_NUMBER } from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { TIMED_OUT } from '#test/channels/support/scripted-http.ts';
import type { WireFields } from '../provider-side.ts';
import type { Account } from './account.ts';
import { paymentFields, repliesFor } from './messages.ts';

export const refundsOf = (account: Pick<Account, 'signedAs'>): ConformanceSubject['refunds'] => {
  const { signed, none, refused } = repliesFor(account);
  const refund = (change: WireFields = {}): WireFields => ({
    ...paymentFields({
      txnType: '04',
      txnSubType: '00',
      orderId: A_REFUND_NUMBER,
      queryId: '982611012010000001',
      origQryId: A_PROVIDER_REFERENCE,
    }),
    ...change,
  });
  const told = (origRespCode: string, change: WireFields = {}) =>
    signed(refund({ origRespCode, ...change }));
  return [
    { when: 'it is accepted', replies: [none, signed(refund())], outcome: 'pending' },
    { when: 'it is known and done', replies: [told('00')], outcome: 'succeeded' },
    { when: 'it is known and in work', replies: [told('05')], outcome: 'pending' },
    { when: 'it is known and not clear', replies: [told('04')], outcome: 'unknown' },
    { when: 'it is known and failed', replies: [told('30')], outcome: 'did_not_happen' },
    {
      when: 'the number is another transaction’s',
      replies: [told('00', { txnType: '01' })],
      outcome: 'unknown',
    },
    {
      when: 'another amount was paid back',
      replies: [told('00', { txnAmt: '1' })],
      outcome: 'unknown',
    },
    {
      when: 'another payment was paid back',
      replies: [told('00', { origQryId: '1' })],
      outcome: 'unknown',
    },
    {
      when: 'the question is not answered',
      replies: [refused('06')],
      outcome: 'unknown',
    },
    { when: 'it times out', replies: [none, TIMED_OUT], outcome: 'unknown' },
    { when: 'the number is known', replies: [none, refused('12')], outcome: 'unknown' },
    { when: 'it is refused', replies: [none, refused('32')], outcome: 'did_not_happen' },
    { when: 'it is refused for now', replies: [none, refused('39')], outcome: 'did_not_happen' },
    {
      when: 'the refusal may be the doing of an earlier call',
      replies: [none, refused('36')],
      outcome: 'unknown',
    },
    { when: 'the answer is new', replies: [none, refused('Q9')], outcome: 'unknown' },
    {
      when: 'UnionPay’s number of the payment is not known',
      replies: [],
      payment: { providerReference: '' },
      outcome: 'did_not_happen',
    },
  ];
};
