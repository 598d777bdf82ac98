import type { Feature } from './feature.ts';
import { MERCHANT_API } from './merchant-api.ts';

/** A merchant's own settings. */
export const merchants: Feature = {
  stage: 'merchants',
  functions: [
    {
      id: 'merchants',
      entry: 'functions/merchants/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'GET', path: '/v1/payment-policies' },
          { method: 'PATCH', path: '/v1/payment-policies' },
          { method: 'GET', path: '/v1/checkout-settings' },
          { method: 'PATCH', path: '/v1/checkout-settings' },
        ],
      },
      timeoutSeconds: 10,
      memoryMegabytes: 512,
      tables: { ...MERCHANT_API, merchants: { verbs: ['GetItem', 'PutItem'] } },
    },
  ],
};
