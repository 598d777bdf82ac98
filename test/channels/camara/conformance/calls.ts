import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { replyJson, replyText } from '#test/channels/support/scripted-http.ts';
import { after, error, NO_CONTENT, payment, refundObject, TOKEN } from '../provider-side.ts';

const taken = (paymentStatus: string): ConformanceSubject['creates'][number] => ({
  when: 'the operator takes it',
  replies: after(replyJson(payment({ paymentStatus }), 201)),
  outcome: 'happened',
  nextAction: 'redirect',
});

const CODES: ConformanceSubject['creates'] = [
  {
    when: 'the buyer must type a code',
    replies: after(
      replyJson(
        payment({
          paymentStatus: 'pending_validation',
          validationInfo: { action: 'validate', authorizationId: 'Fn34' },
        }),
        201,
      ),
    ),
    outcome: 'happened',
    nextAction: 'enter_code',
  },
  {
    when: 'the buyer must type it at the operator',
    replies: after(
      replyJson(
        payment({
          paymentStatus: 'pending_validation',
          validationInfo: { action: 'open', validationURL: 'https://telco.example/v' },
        }),
        201,
      ),
    ),
    outcome: 'happened',
    nextAction: 'redirect',
  },
];

const REFUSED: ConformanceSubject['creates'] = [
  {
    when: 'there is no phone number',
    replies: [],
    request: { phone: '0671999000' },
    outcome: 'did_not_happen',
    reason: 'instrument_expired',
  },
  {
    when: 'the token is refused',
    replies: [replyJson({ error: 'invalid_client' }, 401)],
    outcome: 'did_not_happen',
    reason: 'invalid_credentials',
  },
  {
    when: 'the customer has no credit',
    replies: after(error(403, 'CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED')),
    outcome: 'did_not_happen',
    reason: 'insufficient_funds',
  },
  {
    when: 'the operator denies it',
    replies: after(error(403, 'CARRIER_BILLING.PAYMENT_DENIED')),
    outcome: 'did_not_happen',
    reason: 'declined',
  },
  {
    when: 'the correlator is known',
    replies: after(error(409, 'ALREADY_EXISTS')),
    outcome: 'unknown',
  },
  {
    when: 'another order is answered',
    replies: after(replyJson(payment({}, { referenceCode: 'x' }), 201)),
    outcome: 'unknown',
  },
];

const QUERIES: ConformanceSubject['queries'] = [
  {
    when: 'it is paid',
    replies: after(replyJson(payment())),
    outcome: 'found',
    status: 'succeeded',
  },
  {
    when: 'it is worked on',
    replies: after(replyJson(payment({ paymentStatus: 'processing' }))),
    outcome: 'found',
    status: 'pending',
  },
  {
    when: 'it was denied',
    replies: after(replyJson(payment({ paymentStatus: 'denied' }))),
    outcome: 'found',
    status: 'failed',
    reason: 'declined',
  },
  {
    when: 'it was cancelled',
    replies: after(replyJson(payment({ paymentStatus: 'cancelled' }))),
    outcome: 'found',
    status: 'closed',
  },
  {
    when: 'the word is new',
    replies: after(replyJson(payment({ paymentStatus: 'paused' }))),
    outcome: 'found',
    status: 'unknown',
  },
  {
    when: 'another order is answered',
    replies: after(replyJson(payment({}, { referenceCode: 'x' }))),
    outcome: 'unknown',
  },
  {
    when: 'there is none',
    replies: after(error(404, 'NOT_FOUND')),
    outcome: 'not_found',
  },
  {
    when: 'the operator’s number was lost, and ours is in its list',
    replies: after(replyJson([payment({}, { referenceCode: 'x' }), payment()])),
    payment: { providerReference: undefined as never },
    outcome: 'found',
    status: 'succeeded',
  },
  {
    when: 'the operator’s number was lost, and ours is not in its list',
    replies: after(replyJson([])),
    payment: { providerReference: undefined as never },
    outcome: 'not_found',
  },
  {
    when: 'a stale token is refused once',
    replies: [TOKEN, error(401, 'UNAUTHENTICATED'), TOKEN, replyJson(payment())],
    outcome: 'found',
    status: 'succeeded',
  },
];

const PROCEEDS: ConformanceSubject['proceeds'] = [
  {
    when: 'it is reserved, and confirmed',
    step: { kind: 'approved' },
    replies: after(
      replyJson(payment({ paymentStatus: 'reserved' })),
      replyText('', 202),
      replyJson(payment()),
    ),
    outcome: 'found',
    status: 'succeeded',
  },
  {
    when: 'the code is right',
    step: { kind: 'code', code: '352673' },
    replies: after(
      NO_CONTENT,
      replyJson(payment({ paymentStatus: 'reserved' })),
      replyText('', 202),
      replyJson(payment()),
    ),
    outcome: 'found',
    status: 'succeeded',
  },
  {
    when: 'the code is wrong',
    step: { kind: 'code', code: '000000' },
    replies: after(error(400, 'CARRIER_BILLING.INVALID_CODE')),
    outcome: 'not_accepted',
    reason: 'authentication_failed',
  },
  {
    when: 'it was confirmed before',
    step: { kind: 'approved' },
    replies: after(
      replyJson(payment({ paymentStatus: 'reserved' })),
      error(409, 'CARRIER_BILLING.PAYMENT_CONFIRMED'),
      replyJson(payment()),
    ),
    outcome: 'found',
    status: 'succeeded',
  },
];

const CLOSES: ConformanceSubject['closes'] = [
  {
    when: 'it is reserved',
    replies: after(replyText('', 202), replyJson(payment({ paymentStatus: 'cancelled' }))),
    outcome: 'closed',
  },
  {
    when: 'it is paid',
    replies: after(error(409, 'CARRIER_BILLING.PAYMENT_CONFIRMED'), replyJson(payment())),
    outcome: 'already_paid',
  },
];

const REFUNDS: ConformanceSubject['refunds'] = [
  { when: 'it is done', replies: after(replyJson(refundObject(), 201)), outcome: 'succeeded' },
  {
    when: 'it is worked on',
    replies: after(replyJson(refundObject({ refundStatus: 'processing' }), 201)),
    outcome: 'pending',
  },
  {
    when: 'it is denied',
    replies: after(replyJson(refundObject({ refundStatus: 'denied' }), 201)),
    outcome: 'did_not_happen',
  },
  {
    when: 'the number is known and done',
    replies: after(error(409, 'ALREADY_EXISTS'), replyJson([refundObject()])),
    outcome: 'succeeded',
  },
  {
    when: 'another amount is named',
    replies: after(replyJson(refundObject({}, 9), 201)),
    outcome: 'unknown',
  },
];

const ALIKE: Pick<ConformanceSubject, 'queries' | 'refunds' | 'refundOverAmount'> = {
  queries: QUERIES,
  refunds: REFUNDS,
  refundOverAmount: {
    when: 'more than was paid is asked for',
    replies: after(error(403, 'CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT')),
    outcome: 'did_not_happen',
  },
};

type Calls = Pick<ConformanceSubject, 'creates' | 'proceeds' | 'closes' | 'closesNothing'> &
  typeof ALIKE;

/** The operator's answers to what the channel asks, and what is to come of them. */
export const CALLS: Readonly<Record<'one_step' | 'two_step', Calls>> = {
  one_step: { ...ALIKE, creates: [taken('succeeded'), ...REFUSED], closesNothing: true },
  two_step: {
    ...ALIKE,
    creates: [taken('reserved'), ...CODES, ...REFUSED],
    proceeds: PROCEEDS,
    closes: CLOSES,
  },
};
