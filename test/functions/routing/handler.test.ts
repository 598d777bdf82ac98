import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERY_ROUTE } from '#shared/contract/api/every-route.ts';
import { ENV } from '#shared/contract/environment.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';
import { anEvent } from '../../support/http-call.ts';

let dynamo: Dynamo;
let handler: typeof import('#functions/routing/handler.ts')['handler'];
beforeAll(async () => {
  dynamo = await startDynamo();
  Object.assign(process.env, dynamo.environment, {
    [ENV.originSecret]: 'origin-secret-of-the-tests',
    [ENV.sealingKey]: 'file:/nowhere/sealing.key',
    [ENV.callbacksBaseUrl]: 'https://callbacks.example.com',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  ({ handler } = await import('#functions/routing/handler.ts'));
});
afterAll(() => dynamo?.stop());

const routes = EVERY_ROUTE.filter(({ stage }) => stage === 'routing');

test.each(routes)('the Lambda serves $operationId, and nobody without a key', async (route) => {
  const path = route.path.replace(':channelId', systemRuntime.newId('channel'));
  const reply = await handler(anEvent({ method: route.method, path }), {} as Context);
  expect(reply.statusCode).toBe(401);
});

test('the Lambda has every route of the contract', () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'DELETE /v1/routing/force',
    'DELETE /v1/routing/rules/shadow',
    'GET /v1/channels',
    'GET /v1/channels/:channelId',
    'GET /v1/channels/advice',
    'GET /v1/channels/health',
    'GET /v1/routing/rules',
    'GET /v1/routing/rules/versions',
    'GET /v1/routing/settings',
    'PATCH /v1/channels/:channelId',
    'PATCH /v1/routing/settings',
    'POST /v1/channels',
    'POST /v1/channels/:channelId/drain',
    'POST /v1/channels/:channelId/enable',
    'POST /v1/channels/:channelId/freeze',
    'POST /v1/channels/:channelId/test',
    'POST /v1/channels/providers/:provider/drain',
    'POST /v1/channels/providers/:provider/enable',
    'POST /v1/channels/providers/:provider/freeze',
    'POST /v1/routing/decisions',
    'POST /v1/routing/force',
    'POST /v1/routing/replays',
    'POST /v1/routing/rules/promote',
    'POST /v1/routing/rules/rollback',
    'PUT /v1/routing/rules',
  ]);
});
