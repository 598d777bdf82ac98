import type { Feature } from './feature.ts';
import { PAYMENT_STARTS, PAYMENT_STEPS } from './order-changes.ts';
import { RATE_LIMITS } from './rate-limits.ts';

/** The buyer's page as it goes on in the browser, once a language. */
const CHECKOUT_SCRIPTS = [
  'functions/pages/checkout/script/checkout.zh.tsx',
  'functions/pages/checkout/script/checkout.en.tsx',
] as const;

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
          { method: 'GET', path: '/checkout/{token}/pay' },
          { method: 'GET', path: '/checkout/{token}/code' },
          { method: 'GET', path: '/checkout/{token}/cards.txt' },
          { method: 'GET', path: '/lookup' },
          { method: 'POST', path: '/lookup' },
        ],
      },
      timeoutSeconds: 29,
      memoryMegabytes: 1024,
      browserScripts: CHECKOUT_SCRIPTS,
      tables: { ...PAYMENT_STARTS, ...RATE_LIMITS },
      // What a provider's adapter wants kept of a payment is sealed.
      sealing: 'seal_and_open',
      announcesCallbacks: true,
      knowsDevices: true,
    },
    {
      // Apart from the page, which everybody opens and which changes no order.
      id: 'pages-steps',
      entry: 'functions/pages/checkout/steps.handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'POST', path: '/checkout/{token}/code' },
          { method: 'GET', path: '/checkout/{token}/return' },
          { method: 'POST', path: '/checkout/{token}/return' },
          { method: 'GET', path: '/checkout/return' },
          { method: 'POST', path: '/checkout/return' },
        ],
      },
      timeoutSeconds: 29,
      memoryMegabytes: 1024,
      browserScripts: CHECKOUT_SCRIPTS,
      tables: { ...PAYMENT_STEPS, ...RATE_LIMITS },
      sendsTo: ['follow-ups'],
      sealing: 'seal_and_open',
      announcesCallbacks: true,
      knowsDevices: true,
    },
    {
      id: 'page-assets',
      entry: 'functions/pages/assets/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [{ method: 'GET', path: '/assets/{file}' }],
      },
      timeoutSeconds: 10,
      memoryMegabytes: 512,
      browserScripts: CHECKOUT_SCRIPTS,
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
    {
      id: 'domain-file',
      entry: 'functions/pages/domain-file/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          {
            method: 'GET',
            path: '/.well-known/apple-developer-merchantid-domain-association',
          },
        ],
      },
      timeoutSeconds: 10,
      memoryMegabytes: 512,
    },
  ],
};
