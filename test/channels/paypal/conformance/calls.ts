import { money } from '#shared/domain/money/money.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';
import { after, error, order, paid, refundReply, TOKEN } from '../provider-side.ts';

/** PayPal's answers to what the channel asks, and what is to come of them. */
export const CALLS: Pick<
  ConformanceSubject,
  'creates' | 'queries' | 'proceeds' | 'refunds' | 'refundOverAmount'
> = {
  creates: [
    {
      when: 'PayPal takes it',
      replies: after(order({}, {}, 201)),
      outcome: 'happened',
      nextAction: 'redirect',
    },
    {
      when: 'the client is refused',
      replies: [replyJson({ error: 'invalid_client' }, 401)],
      outcome: 'did_not_happen',
      reason: 'invalid_credentials',
    },
    {
      when: 'the account is restricted',
      replies: after(error(422, 'UNPROCESSABLE_ENTITY', 'PAYEE_ACCOUNT_RESTRICTED')),
      outcome: 'did_not_happen',
      reason: 'account_suspended',
    },
    {
      when: 'there are too many calls',
      replies: after(error(429, 'RATE_LIMIT_REACHED')),
      outcome: 'did_not_happen',
      reason: 'rate_limited',
    },
    {
      when: 'the invoice was paid before',
      replies: after(error(422, 'UNPROCESSABLE_ENTITY', 'DUPLICATE_INVOICE_ID')),
      outcome: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: after(order({}, { custom_id: 'x' })),
      outcome: 'unknown',
    },
    {
      when: 'another amount is answered',
      replies: after(order({}, { amount: { currency_code: 'USD', value: '1.00' } })),
      outcome: 'unknown',
    },
    {
      when: 'the currency is not taken',
      replies: [],
      request: { amount: money('KRW', 1000) },
      outcome: 'did_not_happen',
      reason: 'currency_not_supported',
    },
  ],
  queries: [
    { when: 'it is paid', replies: after(paid()), outcome: 'found', status: 'succeeded' },
    { when: 'it waits', replies: after(order()), outcome: 'found', status: 'pending' },
    {
      when: 'the buyer approved',
      replies: after(order({ status: 'APPROVED' })),
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the money waits',
      replies: after(paid('PENDING')),
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the capture failed',
      replies: after(paid('DECLINED')),
      outcome: 'found',
      status: 'failed',
      reason: 'declined',
    },
    {
      when: 'the word is new',
      replies: after(order({ status: 'PAUSED' })),
      outcome: 'found',
      status: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: after(order({}, { custom_id: 'x' })),
      outcome: 'unknown',
    },
    {
      when: 'another account is answered',
      replies: after(order({}, { payee: { merchant_id: 'MERCHANT2' } })),
      outcome: 'unknown',
    },
    {
      when: 'there is none',
      replies: after(error(404, 'RESOURCE_NOT_FOUND')),
      outcome: 'not_found',
    },
    {
      when: 'a stale token is refused once',
      replies: [TOKEN, error(401, 'AUTHENTICATION_FAILURE'), TOKEN, paid()],
      outcome: 'found',
      status: 'succeeded',
    },
  ],
  proceeds: [
    {
      when: 'the buyer approved, and it is captured',
      step: { kind: 'approved' },
      replies: after(order({ status: 'APPROVED' }), paid()),
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'the buyer came back without approving',
      step: { kind: 'returned', query: { token: '1' }, form: {} },
      replies: after(order()),
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'it was captured before',
      step: { kind: 'approved' },
      replies: after(
        order({ status: 'APPROVED' }),
        error(422, 'UNPROCESSABLE_ENTITY', 'ORDER_ALREADY_CAPTURED'),
        paid(),
      ),
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'the card is declined and another one can be taken',
      step: { kind: 'approved' },
      replies: after(
        order({ status: 'APPROVED' }),
        error(422, 'UNPROCESSABLE_ENTITY', 'INSTRUMENT_DECLINED', {
          links: [{ rel: 'redirect', href: 'https://www.paypal.com/checkoutnow?token=1' }],
        }),
      ),
      outcome: 'next',
    },
    {
      when: 'PayPal refuses the payer',
      step: { kind: 'approved' },
      replies: after(
        order({ status: 'APPROVED' }),
        error(422, 'UNPROCESSABLE_ENTITY', 'PAYER_CANNOT_PAY'),
      ),
      outcome: 'not_accepted',
      reason: 'risk_refused',
    },
  ],
  refunds: [
    { when: 'it is done', replies: after(paid(), refundReply()), outcome: 'succeeded' },
    {
      when: 'it is in work and stays so',
      replies: after(paid(), refundReply({ status: 'PENDING' })),
      outcome: 'pending',
    },
    {
      when: 'the first answer said "in work" and it is done by now',
      replies: after(paid(), refundReply({ status: 'PENDING' }), refundReply()),
      outcome: 'succeeded',
    },
    {
      when: 'it failed',
      replies: after(paid(), refundReply({ status: 'FAILED' })),
      outcome: 'did_not_happen',
    },
    {
      when: 'another amount is named',
      replies: after(paid(), refundReply({ amount: { currency_code: 'USD', value: '1.00' } })),
      outcome: 'unknown',
    },
    { when: 'nothing was paid', replies: after(order()), outcome: 'did_not_happen' },
  ],
  refundOverAmount: {
    when: 'more than was paid is asked for',
    replies: after(paid(), error(422, 'UNPROCESSABLE_ENTITY', 'REFUND_AMOUNT_EXCEEDED')),
    outcome: 'did_not_happen',
  },
};
