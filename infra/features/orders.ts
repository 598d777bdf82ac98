import { ORDER_INDEXES } from '#shared/contract/tables.ts';
import type { Feature } from './feature.ts';
import { MERCHANT_API } from './merchant-api.ts';
import { ORDER_CHANGES } from './order-changes.ts';

/** A merchant's orders, and everything that happens to an order without a request: follow-ups, outbox, sweeps. */
export const orders: Feature = {
  stage: 'orders',
  functions: [
    {
      id: 'orders',
      entry: 'functions/orders/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'GET', path: '/v1/orders' },
          { method: 'POST', path: '/v1/orders' },
          { method: 'GET', path: '/v1/orders/{orderId}' },
          { method: 'POST', path: '/v1/orders/{orderId}/cancel' },
          { method: 'POST', path: '/v1/orders/{orderId}/complete' },
          { method: 'POST', path: '/v1/orders/{orderId}/resolve' },
          { method: 'POST', path: '/v1/orders/{orderId}/resend' },
        ],
      },
      timeoutSeconds: 20,
      memoryMegabytes: 1024,
      tables: {
        ...ORDER_CHANGES,
        orders: {
          verbs: [...ORDER_CHANGES.orders.verbs, 'BatchGetItem'],
          indexes: [...ORDER_CHANGES.orders.indexes, ORDER_INDEXES.list.name],
        },
        // What is known of the buyer. No change by the merchant moves a cap: payments do.
        channels: { verbs: ['GetItem'] },
        ...MERCHANT_API,
        merchants: { verbs: ['GetItem', 'BatchWriteItem'] },
      },
      sendsTo: ['webhooks'],
      sealing: 'seal_and_open',
    },
    {
      id: 'orders-follow-up',
      entry: 'functions/orders/follow-up.handler.ts',
      trigger: {
        kind: 'queue',
        queue: 'follow-ups',
        batchSize: 10,
        batchWindowSeconds: 2,
        maxConcurrency: 50,
        maxReceiveCount: 10,
      },
      timeoutSeconds: 60,
      memoryMegabytes: 512,
      tables: {
        ...ORDER_CHANGES,
        orders: { ...ORDER_CHANGES.orders, verbs: [...ORDER_CHANGES.orders.verbs, 'BatchGetItem'] },
        // A turn is taken before a charge or a refund that must be asked for once only.
        channels: { verbs: ['GetItem', 'UpdateItem', 'PutItem'] },
      },
      sendsTo: ['follow-ups'],
      // A delivery hook's answer is sealed before it is stored.
      sealing: 'seal_and_open',
      announcesCallbacks: true,
    },
    {
      id: 'orders-relay',
      entry: 'functions/orders/relay.handler.ts',
      trigger: {
        kind: 'stream',
        table: 'orders',
        batchSize: 100,
        retryAttempts: 10,
        changes: 'new',
        behind: {
          runbook: 'outbox-relay-behind',
          errorImpact: 'Merchants learn of payments and buyers get follow-ups minutes late.',
        },
        gaveUp: {
          runbook: 'outbox-relay-gave-up',
          errorImpact:
            'The relay left these positions of the stream behind; the sweeper passes their outbox items on, late.',
        },
      },
      timeoutSeconds: 60,
      memoryMegabytes: 512,
      tables: {
        orders: { verbs: ['BatchWriteItem'] },
        merchants: { verbs: ['BatchWriteItem'] },
      },
      sendsTo: ['webhooks', 'follow-ups'],
    },
    {
      id: 'orders-sweep',
      entry: 'functions/orders/sweep.handler.ts',
      trigger: {
        kind: 'schedule',
        rateMinutes: 1,
        stopped: {
          runbook: 'sweeper-stopped',
          errorImpact:
            'The sweeper orders-sweep does not run, so work that a stream or a queue lost is not found again.',
        },
      },
      timeoutSeconds: 55,
      memoryMegabytes: 512,
      tables: {
        orders: {
          verbs: ['GetItem', 'BatchWriteItem'],
          indexes: [ORDER_INDEXES.work.name],
        },
        merchants: { verbs: ['BatchWriteItem'] },
      },
      sendsTo: ['webhooks', 'follow-ups'],
    },
  ],
};
