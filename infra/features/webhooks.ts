import { MERCHANT_INDEXES } from '#shared/contract/tables.ts';
import type { Feature } from './feature.ts';
import { MERCHANT_API } from './merchant-api.ts';

/** Signed messages to merchants: endpoints, events, delivery with retries. */
export const webhooks: Feature = {
  stage: 'webhooks',
  functions: [
    {
      id: 'webhooks',
      entry: 'functions/webhooks/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'GET', path: '/v1/webhook-endpoints' },
          { method: 'POST', path: '/v1/webhook-endpoints' },
          { method: 'GET', path: '/v1/webhook-endpoints/{endpointId}' },
          { method: 'PATCH', path: '/v1/webhook-endpoints/{endpointId}' },
          { method: 'DELETE', path: '/v1/webhook-endpoints/{endpointId}' },
          { method: 'POST', path: '/v1/webhook-endpoints/{endpointId}/rotate' },
          { method: 'GET', path: '/v1/events' },
          { method: 'GET', path: '/v1/events/{eventId}' },
          { method: 'POST', path: '/v1/events/{eventId}/resend' },
        ],
      },
      timeoutSeconds: 20,
      memoryMegabytes: 1024,
      tables: {
        ...MERCHANT_API,
        merchants: { verbs: ['GetItem', 'Query', 'PutItem'] },
      },
      sendsTo: ['webhooks'],
      sealing: 'seal_and_open',
    },
    {
      id: 'webhooks-send',
      entry: 'functions/webhooks/send.handler.ts',
      trigger: {
        kind: 'queue',
        queue: 'webhooks',
        batchSize: 10,
        maxConcurrency: 50,
        maxReceiveCount: 5,
      },
      timeoutSeconds: 60,
      memoryMegabytes: 512,
      tables: { merchants: { verbs: ['GetItem', 'PutItem', 'DeleteItem'] } },
      sendsTo: ['webhooks'],
      sealing: 'open',
    },
    {
      id: 'webhooks-sweep',
      entry: 'functions/webhooks/sweep.handler.ts',
      trigger: {
        kind: 'schedule',
        rateMinutes: 1,
        stopped: {
          runbook: 'sweeper-stopped',
          errorImpact:
            'The sweeper webhooks-sweep does not run, so work that a stream or a queue lost is not found again.',
        },
      },
      timeoutSeconds: 55,
      memoryMegabytes: 512,
      tables: {
        merchants: {
          verbs: ['UpdateItem', 'DeleteItem'],
          indexes: [MERCHANT_INDEXES.work.name],
        },
      },
      sendsTo: ['webhooks'],
    },
  ],
};
