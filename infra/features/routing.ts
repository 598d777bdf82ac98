import { ORDER_INDEXES } from '#shared/contract/tables.ts';
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
          { method: 'GET', path: '/v1/channels/advice' },
          { method: 'POST', path: '/v1/channels/providers/{provider}/drain' },
          { method: 'POST', path: '/v1/channels/providers/{provider}/freeze' },
          { method: 'POST', path: '/v1/channels/providers/{provider}/enable' },
          { method: 'GET', path: '/v1/channels/{channelId}' },
          { method: 'PATCH', path: '/v1/channels/{channelId}' },
          { method: 'POST', path: '/v1/channels/{channelId}/drain' },
          { method: 'POST', path: '/v1/channels/{channelId}/freeze' },
          { method: 'POST', path: '/v1/channels/{channelId}/enable' },
          { method: 'POST', path: '/v1/channels/{channelId}/test' },
          { method: 'POST', path: '/v1/routing/decisions' },
          { method: 'POST', path: '/v1/routing/replays' },
          { method: 'GET', path: '/v1/routing/rules' },
          { method: 'PUT', path: '/v1/routing/rules' },
          { method: 'GET', path: '/v1/routing/rules/versions' },
          { method: 'POST', path: '/v1/routing/rules/rollback' },
          { method: 'POST', path: '/v1/routing/rules/promote' },
          { method: 'DELETE', path: '/v1/routing/rules/shadow' },
          { method: 'GET', path: '/v1/routing/settings' },
          { method: 'PATCH', path: '/v1/routing/settings' },
          { method: 'POST', path: '/v1/routing/force' },
          { method: 'DELETE', path: '/v1/routing/force' },
        ],
      },
      timeoutSeconds: 20,
      memoryMegabytes: 1024,
      tables: {
        channels: {
          verbs: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'],
        },
        // Past payments are decided anew.
        orders: { verbs: ['Query', 'BatchGetItem'], indexes: [ORDER_INDEXES.list.name] },
        ...MERCHANT_API,
      },
      sealing: 'seal_and_open',
      announcesCallbacks: true,
    },
    {
      id: 'routing-learn',
      entry: 'functions/routing/learn.handler.ts',
      trigger: {
        kind: 'stream',
        table: 'orders',
        batchSize: 500,
        batchWindowSeconds: 1,
        retryAttempts: 20,
        changes: 'new_and_changed',
        sortKeyPrefix: 'ATTEMPT#',
        behind: {
          runbook: 'routing-learns-late',
          errorImpact:
            'Routing does not see how channels do just now, and falls back to the order of priority.',
        },
        gaveUp: {
          runbook: 'routing-learn-gave-up',
          errorImpact:
            'Some results were not learned: decisions are a little worse until what was learned is rebuilt.',
        },
      },
      timeoutSeconds: 60,
      memoryMegabytes: 1024,
      tables: { channels: { verbs: ['Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'] } },
    },
    {
      id: 'routing-probe',
      entry: 'functions/routing/probe.handler.ts',
      trigger: {
        kind: 'schedule',
        rateMinutes: 1,
        stopped: {
          runbook: 'broken-channels-are-not-probed',
          errorImpact:
            'Channels that broke at providers which can close orders stay last, also when they are well again.',
        },
      },
      timeoutSeconds: 300,
      memoryMegabytes: 512,
      tables: {
        channels: { verbs: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'] },
      },
      sealing: 'open',
      announcesCallbacks: true,
    },
    {
      id: 'routing-expiries',
      entry: 'functions/routing/expiries.handler.ts',
      trigger: {
        kind: 'schedule',
        rateMinutes: 1_440,
        stopped: {
          runbook: 'expiries-are-not-announced',
          errorImpact:
            'Merchants are not told that certificates and keys of their channels end, and payments fail one day.',
        },
      },
      timeoutSeconds: 900,
      memoryMegabytes: 512,
      tables: {
        channels: { verbs: ['Query', 'PutItem'] },
        orders: { verbs: ['PutItem'] },
      },
      sealing: 'open',
      announcesCallbacks: true,
    },
    {
      id: 'routing-pool',
      entry: 'functions/routing/pool.handler.ts',
      trigger: {
        kind: 'schedule',
        rateMinutes: 60,
        stopped: {
          runbook: 'experience-is-not-pooled',
          errorImpact: 'New shops start from what was pooled before; nothing else is affected.',
        },
      },
      timeoutSeconds: 60,
      memoryMegabytes: 256,
      tables: { channels: { verbs: ['Query', 'PutItem'] } },
    },
  ],
};
