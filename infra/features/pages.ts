import type { Feature } from './feature.ts';
import { MERCHANT_API } from './merchant-api.ts';
import { CHANNEL_CHOICE, ORDER_WRITES } from './order-writes.ts';

/** What people open in a browser: the checkout page, the lookup page and the API's documentation. */
export const pages: Feature = {
  stage: 'pages',
  functions: [
    {
      id: 'pages-checkout',
      entry: 'functions/pages/checkout/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'GET', path: '/checkout/{token}' },
          { method: 'POST', path: '/checkout/{token}/pay' },
          { method: 'GET', path: '/lookup' },
          { method: 'POST', path: '/lookup' },
        ],
      },
      timeoutSeconds: 29,
      memoryMegabytes: 1024,
      tables: { ...ORDER_WRITES, channels: CHANNEL_CHOICE, ...MERCHANT_API },
      sealing: 'open',
      announcesCallbacks: true,
    },
    {
      id: 'docs',
      entry: 'functions/pages/docs/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'GET', path: '/openapi.json' },
          { method: 'GET', path: '/docs' },
          { method: 'GET', path: '/health' },
        ],
      },
      timeoutSeconds: 10,
      memoryMegabytes: 512,
    },
  ],
};
