import type { Feature } from './feature.ts';
import { MERCHANT_API } from './merchant-api.ts';
import { ORDER_CHANGES } from './order-changes.ts';

/** What providers tell us: received and verified, queued, applied; and the trace that merchants can search. */
export const callbacks: Feature = {
  stage: 'callbacks',
  functions: [
    {
      id: 'callbacks-receive',
      entry: 'functions/callbacks/receive.handler.ts',
      trigger: {
        kind: 'http',
        api: 'callbacks',
        routes: [
          { method: 'GET', path: '/callbacks/{provider}/{channelId}' },
          { method: 'POST', path: '/callbacks/{provider}/{channelId}' },
        ],
      },
      timeoutSeconds: 10,
      memoryMegabytes: 1024,
      tables: { channels: { verbs: ['GetItem'] } },
      sendsTo: ['callbacks'],
      // What a provider tells by callback alone and its adapter wants kept is sealed before it is queued.
      sealing: 'seal_and_open',
      announcesCallbacks: true,
    },
    {
      id: 'callbacks-apply',
      entry: 'functions/callbacks/apply.handler.ts',
      trigger: {
        kind: 'queue',
        queue: 'callbacks',
        batchSize: 10,
        maxConcurrency: 200,
        maxReceiveCount: 5,
      },
      timeoutSeconds: 30,
      memoryMegabytes: 1024,
      tables: ORDER_CHANGES,
      // Questions that hints ask for.
      sendsTo: ['follow-ups'],
    },
    {
      id: 'callbacks-watch',
      entry: 'functions/callbacks/watch.handler.ts',
      trigger: {
        kind: 'schedule',
        rateMinutes: 1,
        stopped: {
          runbook: 'ledgers-are-not-watched',
          errorImpact:
            'Payments on public ledgers are found late, by questions only, and buyers look at a waiting page.',
        },
      },
      // It looks for 56 seconds; the last look may take a while.
      timeoutSeconds: 120,
      memoryMegabytes: 512,
      tables: { channels: { verbs: ['GetItem', 'Query', 'UpdateItem'] } },
      sendsTo: ['callbacks'],
      sealing: 'open',
      announcesCallbacks: true,
    },
    {
      id: 'callbacks',
      entry: 'functions/callbacks/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'GET', path: '/v1/callbacks' },
          { method: 'POST', path: '/v1/callbacks/{callbackId}/replay' },
        ],
      },
      timeoutSeconds: 20,
      memoryMegabytes: 512,
      tables: { orders: { verbs: ['Query', 'GetItem'] }, ...MERCHANT_API },
      sendsTo: ['callbacks'],
    },
  ],
};
