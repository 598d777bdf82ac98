import {
  A_REFUND_ID,
  A_REFUND_NUMBER,
  AN_ATTEMPT_ID,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { CREDENTIALS, event, notify } from '../provider-side.ts';

export const NOTIFICATIONS: NonNullable<ConformanceSubject['notifications']> = {
  notify,
  spelling: '10',
  successWord: 'payment-completed',
  expected: { status: 'pending', isHint: true, providerReference: undefined as never },
  statusWords: {
    'payment-completed': 'pending',
    'payment-denied': 'pending',
    'payment-reserved': 'pending',
    'payment-pending-validation': 'pending',
    'payment-cancelled': 'pending',
  },
  otherCredentials: { ...CREDENTIALS, notificationKey: 'a-key-of-somebody-else' },
  blankCredentials: { ...CREDENTIALS, notificationKey: ' ' },
  withoutSignature: ({ headers: _, ...callback }) => ({ ...callback, headers: {} }),
  withDuplicatedField: (callback) => ({
    ...callback,
    query: `${callback.query}&order=01k9gfm0c8e4ravxk1q3j7zw02`,
  }),
  signedHeaders: ['authorization'],
  covers: 'bearer',
  foreignCharset: {
    callback: (message) => ({ ...notify(message), body: Buffer.from('\xBB\xE1', 'latin1') }),
    verdict: 'rejected',
  },
  others: [
    {
      what: 'an event about a refund of ours',
      callback: () =>
        event({
          order: AN_ORDER_NUMBER,
          refund: A_REFUND_NUMBER,
          type: 'org.camaraproject.carrier-billing-refund.v0.refund-completed',
        }),
      notification: { kind: 'refund', refundId: A_REFUND_ID, attemptId: AN_ATTEMPT_ID },
    },
  ],
};
