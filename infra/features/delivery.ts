import { ORDER_INDEXES } from '#shared/contract/tables.ts';
import type { Feature } from './feature.ts';
import { MERCHANT_API } from './merchant-api.ts';

/** Products and their cards. */
export const delivery: Feature = {
  stage: 'delivery',
  functions: [
    {
      id: 'delivery',
      entry: 'functions/delivery/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'GET', path: '/v1/products' },
          { method: 'POST', path: '/v1/products' },
          { method: 'GET', path: '/v1/products/{productId}' },
          { method: 'PATCH', path: '/v1/products/{productId}' },
          { method: 'POST', path: '/v1/products/{productId}/cards' },
          { method: 'GET', path: '/v1/products/{productId}/cards/batches' },
          { method: 'GET', path: '/v1/products/{productId}/stock' },
          { method: 'POST', path: '/v1/products/{productId}/delivery-hook' },
          { method: 'DELETE', path: '/v1/products/{productId}/delivery-hook' },
        ],
      },
      // The longest that API Gateway waits: 10,000 cards in one call.
      timeoutSeconds: 29,
      memoryMegabytes: 1024,
      tables: {
        inventory: {
          verbs: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
        },
        ...MERCHANT_API,
        orders: { verbs: ['BatchGetItem'], indexes: [ORDER_INDEXES.holds.name] },
      },
      sendsTo: ['follow-ups'],
      sealing: 'seal_and_open',
    },
  ],
};
