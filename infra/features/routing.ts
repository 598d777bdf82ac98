import type { Feature } from './feature.ts';
import { MERCHANT_API } from './merchant-api.ts';

/** Channels: their configuration, state and health; explained decisions. */
export const routing: Feature = {
  stage: 'routing',
  functions: [
    {
      id: 'routing',
      entry: 'functions/routing/handler.ts',
      trigger: {
        kind: 'http',
        api: 'front',
        routes: [
          { method: 'GET', path: '/v1/channels' },
          { method: 'POST', path: '/v1/channels' },
          { method: 'GET', path: '/v1/channels/health' },
          { method: 'GET', path: '/v1/channels/{channelId}' },
          { method: 'PATCH', path: '/v1/channels/{channelId}' },
          { method: 'POST', path: '/v1/channels/{channelId}/drain' },
          { method: 'POST', path: '/v1/channels/{channelId}/freeze' },
          { method: 'POST', path: '/v1/channels/{channelId}/enable' },
          { method: 'POST', path: '/v1/channels/{channelId}/test' },
          { method: 'POST', path: '/v1/routing/decisions' },
        ],
      },
      timeoutSeconds: 20,
      memoryMegabytes: 1024,
      tables: {
        channels: {
          verbs: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'],
        },
        ...MERCHANT_API,
      },
      sealing: 'seal_and_open',
      announcesCallbacks: true,
    },
  ],
};
