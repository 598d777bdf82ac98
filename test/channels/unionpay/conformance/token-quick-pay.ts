import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { TIMED_OUT } from '#test/channels/support/scripted-http.ts';
import type { WireFields } from '../provider-side.ts';
import type { Account } from './account.ts';
import { CHARGE_TIME, repliesFor } from './messages.ts';
import { subjectOf } from './subject.ts';

const KEPT = JSON.stringify({ token: '6235240000020757577', chargeTime: CHARGE_TIME });
const LATER = { expiresAt: new Date(NOW.getTime() - 3_600_000) };

export const tokenSubject = (account: Account): ConformanceSubject => {
  const { told: toldAt, none, refused, signed } = repliesFor(account);
  const told = (code: string, change: WireFields = {}) =>
    toldAt(code, { txnTime: CHARGE_TIME, ...change });
  const opened = signed({
    respCode: '00',
    orderId: `${AN_ORDER_NUMBER}open`,
    activateStatus: '1',
    tokenPayData: '{token=6235240000020757577&trId=62000000001&tokenLevel=40&tokenType=01}',
    txnType: '78',
  });
  const taken = signed({ respCode: '00', orderId: AN_ORDER_NUMBER });
  const code = { kind: 'code', code: '111111' } as const;
  const resend = { kind: 'resend_code' } as const;
  return subjectOf(account, {
    kept: KEPT,
    queries: [
      {
        when: 'the card is open and no code was sent',
        payment: { kept: '' },
        replies: [opened],
        outcome: 'found',
        status: 'pending',
      },
      { when: 'no card is open', payment: { kept: '' }, replies: [none], outcome: 'not_found' },
      {
        when: 'the card is open without a token',
        payment: { kept: '' },
        replies: [signed({ respCode: '00', activateStatus: '1' })],
        outcome: 'unknown',
      },
      {
        when: 'another opening is answered',
        payment: { kept: '' },
        replies: [
          signed({ respCode: '00', orderId: 'x', tokenPayData: '{token=6235240000020757577}' }),
        ],
        outcome: 'unknown',
      },
      { when: 'it is charged', replies: [told('00')], outcome: 'found', status: 'succeeded' },
      { when: 'the code is awaited', replies: [none], outcome: 'not_found' },
      {
        when: 'the card was declined',
        replies: [told('64')],
        outcome: 'found',
        status: 'failed',
        reason: 'insufficient_funds',
      },
      {
        when: 'the code was wrong',
        replies: [told('71')],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'the code was wrong and the time is over',
        replies: [told('71')],
        payment: LATER,
        outcome: 'found',
        status: 'failed',
        reason: 'authentication_failed',
      },
    ],
    proceeds: [
      {
        when: 'the card was opened',
        step: { kind: 'approved' },
        payment: { kept: '' },
        replies: [opened, taken],
        outcome: 'next',
      },
      {
        when: 'the buyer comes back before the card is open',
        step: { kind: 'returned', query: {}, form: {} },
        payment: { kept: '' },
        replies: [none],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'the bank sends no codes',
        step: { kind: 'approved' },
        payment: { kept: '' },
        replies: [opened, refused('79')],
        outcome: 'found',
        status: 'failed',
      },
      {
        when: 'codes were asked for too often',
        step: { kind: 'approved' },
        payment: { kept: '' },
        replies: [opened, refused('37')],
        outcome: 'not_accepted',
        reason: 'rate_limited',
      },
      {
        when: 'the buyer comes back after a code was sent',
        step: { kind: 'returned', query: {}, form: {} },
        replies: [none],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'the code is right',
        step: code,
        replies: [none, taken, told('00')],
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'the code is right and the bank takes its time',
        step: code,
        replies: [none, taken, told('05')],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'the charge times out and had its effect',
        step: code,
        replies: [none, TIMED_OUT, told('00')],
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'the charge times out and is not to be seen',
        step: code,
        replies: [none, TIMED_OUT, none],
        outcome: 'unknown',
      },
      {
        when: 'it is accepted and not to be seen',
        step: code,
        replies: [none, taken, none],
        outcome: 'unknown',
      },
      {
        when: 'the code is wrong',
        step: code,
        replies: [none, refused('71'), told('71')],
        outcome: 'not_accepted',
        reason: 'authentication_failed',
      },
      {
        when: 'the code is wrong and left no trace',
        step: code,
        replies: [none, refused('71'), none],
        outcome: 'not_accepted',
        reason: 'authentication_failed',
      },
      {
        when: 'the code before it was wrong: that charge is used up',
        step: code,
        replies: [told('71'), taken],
        outcome: 'next',
      },
      {
        when: 'the code was right before',
        step: code,
        replies: [told('00')],
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'the balance is too low',
        step: code,
        replies: [none, refused('64'), told('64')],
        outcome: 'found',
        status: 'failed',
      },
      {
        when: 'what was typed is no code',
        step: { kind: 'code', code: 'eleven' },
        replies: [none],
        outcome: 'not_accepted',
        reason: 'authentication_failed',
      },
      { when: 'another code is wanted', step: resend, replies: [none, taken], outcome: 'next' },
      {
        when: 'another code is wanted after a wrong one',
        step: resend,
        replies: [told('71'), taken],
        outcome: 'next',
      },
      {
        when: 'another code cannot be had',
        step: resend,
        replies: [none, refused('79')],
        outcome: 'not_accepted',
      },
      {
        when: 'another code is wanted and it was charged',
        step: resend,
        replies: [told('00')],
        outcome: 'found',
        status: 'succeeded',
      },
    ],
  });
};
