import type { Feature } from './feature.ts';
import { MERCHANT_API_UNUSED } from './merchant-api.ts';
import { PAYMENT_STARTS } from './order-changes.ts';

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
      tables: { ...PAYMENT_STARTS, ...MERCHANT_API_UNUSED },
      // What a provider's adapter wants kept of a payment is sealed.
      sealing: 'seal_and_open',
      announcesCallbacks: true,
    },
  ],
};
