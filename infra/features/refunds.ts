import { ORDER_INDEXES } from '#shared/contract/tables.ts';
import type { Feature } from './feature.ts';
import { MERCHANT_API } from './merchant-api.ts';

/** A merchant's refunds: recorded here, sent by the follow-ups. */
export const refunds: Feature = {
  stage: 'refunds',
  functions: [
    {
      id: 'refunds',
      entry: 'functions/refunds/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'GET', path: '/v1/refunds' },
          { method: 'POST', path: '/v1/refunds' },
          { method: 'GET', path: '/v1/refunds/{refundId}' },
          { method: 'POST', path: '/v1/refunds/{refundId}/redirect' },
          { method: 'POST', path: '/v1/refunds/{refundId}/resolve' },
        ],
      },
      timeoutSeconds: 20,
      memoryMegabytes: 512,
      tables: {
        orders: {
          verbs: ['Query', 'PutItem', 'DeleteItem', 'BatchGetItem'],
          indexes: [ORDER_INDEXES.list.name],
        },
        // Cards that an order held and nobody saw go back to the shelf; a product that was waited for counts.
        inventory: { verbs: ['PutItem', 'UpdateItem'] },
        channels: { verbs: [] },
        ...MERCHANT_API,
      },
      // An account that a refund is sent to is sealed until the provider has it.
      sealing: 'seal_and_open',
    },
  ],
};
