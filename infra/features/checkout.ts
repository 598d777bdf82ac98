import type { Feature } from './feature.ts';
import { PAYMENT_STARTS, PAYMENT_STEPS } from './order-changes.ts';
import { RATE_LIMITS } from './rate-limits.ts';

/** The buyer's side as JSON: state of a checkout, a new attempt, lookup of an order. */
export const checkout: Feature = {
  stage: 'checkout',
  functions: [
    {
      id: 'checkout',
      entry: 'functions/checkout/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'GET', path: '/checkout/{token}/state' },
          { method: 'POST', path: '/checkout/{token}/attempts' },
          { method: 'POST', path: '/checkout/lookup' },
        ],
      },
      // A provider may take 8 s to answer, and a second one may be asked after it.
      timeoutSeconds: 29,
      memoryMegabytes: 1024,
      tables: { ...PAYMENT_STARTS, ...RATE_LIMITS },
      // What a provider's adapter wants kept of a payment is sealed.
      sealing: 'seal_and_open',
      announcesCallbacks: true,
      knowsDevices: true,
    },
    {
      // Apart from the start of a payment, which changes no order.
      id: 'checkout-steps',
      entry: 'functions/checkout/steps.handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'POST', path: '/checkout/{token}/attempts/{attemptId}/code' },
          { method: 'POST', path: '/checkout/{token}/attempts/{attemptId}/resend-code' },
        ],
      },
      timeoutSeconds: 29,
      memoryMegabytes: 1024,
      tables: {
        ...PAYMENT_STEPS,
        channels: { verbs: [...PAYMENT_STEPS.channels.verbs, 'Query', 'BatchGetItem'] },
        ...RATE_LIMITS,
      },
      sendsTo: ['follow-ups'],
      sealing: 'seal_and_open',
      announcesCallbacks: true,
      knowsDevices: true,
    },
  ],
};
