import { expect, it } from 'vitest';
import { createRouteFinder } from '#infra/local/http/find-route.ts';

const find = createRouteFinder(
  [
    'GET /checkout/{token}',
    'GET /checkout/{token}/state',
    'POST /checkout/lookup',
    'ANY /checkout/{token}',
    'GET /files/{path+}',
    'GET /v1/channels/health',
    'GET /v1/channels/{channelId}',
  ].map((key) => {
    const [method = '', path = ''] = key.split(' ');
    return { method, path, functionName: key };
  }),
);

it.each([
  ['GET', '/checkout/abc', 'GET /checkout/{token}', { token: 'abc' }],
  ['POST', '/checkout/abc', 'ANY /checkout/{token}', { token: 'abc' }],
  ['POST', '/checkout/lookup', 'POST /checkout/lookup', undefined],
  ['GET', '/checkout/lookup', 'GET /checkout/{token}', { token: 'lookup' }],
  ['GET', '/checkout/abc/state', 'GET /checkout/{token}/state', { token: 'abc' }],
  ['GET', '/v1/channels/health', 'GET /v1/channels/health', undefined],
  ['GET', '/v1/channels/ch_1', 'GET /v1/channels/{channelId}', { channelId: 'ch_1' }],
  ['GET', '/files/a/b/c', 'GET /files/{path+}', { path: 'a/b/c' }],
])('%s %s takes the most specific route', (method, path, routeKey, pathParameters) => {
  expect(find(method, path)).toMatchObject({ routeKey });
  expect(find(method, path)?.pathParameters).toEqual(pathParameters);
});

it.each([
  ['GET', '/checkout'],
  ['GET', '/checkout/'],
  ['GET', '/checkout/abc/state/'],
  ['DELETE', '/v1/channels/ch_1'],
  ['GET', '/files'],
])('%s %s has no route', (method, path) => {
  expect(find(method, path)).toBeUndefined();
});

it('$default takes what no other route takes', () => {
  const withDefault = createRouteFinder([
    { method: 'ANY', path: '$default', functionName: 'rest' },
    { method: 'GET', path: '/a', functionName: 'a' },
  ]);
  expect(withDefault('GET', '/a')?.routeKey).toBe('GET /a');
  expect(withDefault('POST', '/a')?.routeKey).toBe('$default');
});
