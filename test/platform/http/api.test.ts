import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineRoute, noQuery, strict } from '#shared/contract/api/route.ts';
import { MAX_BODY_BYTES } from '#shared/contract/environment.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { bind } from '#shared/platform/http/bound-route.ts';
import { dynamoReplyCache } from '#shared/platform/http/idempotency.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anApi } from '#test/support/http-call.ts';

const createThing = defineRoute({
  method: 'POST',
  path: '/v1/things/:thingId',
  stage: 'test',
  operationId: 'createThing',
  summary: 'Create a thing',
  auth: 'api_key',
  params: strict({ thingId: z.string().regex(/^thing_[0-9]+$/) }),
  query: noQuery,
  body: strict({ name: z.string().max(5), parts: z.array(strict({ size: z.int() })).default([]) }),
  reply: z.object({
    id: z.string(),
    run: z.int(),
    size: z.object({ width: z.int(), height: z.int(), depth: z.int(), area: z.int() }),
  }),
  status: 201,
  errors: [],
});

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const caller = { tenant: aTenant(), keyId: systemRuntime.newId('apiKey') };
let runs = 0;
const routes = [
  bind(createThing, async ({ params, body }) => {
    if (body.name === 'boom') throw new Error('secret detail of a bug');
    if (body.name === 'stop') throw new AppError('state_conflict', 'Not now.');
    runs += 1;
    const size = { width: 3, height: 2, depth: 1, area: 6 };
    return { id: params.thingId, run: runs, size };
  }),
];
const call = anApi(routes, { callers: [caller] });
const ask = (body: unknown, headers: Record<string, string> = {}) =>
  call({ method: 'POST', path: '/v1/things/thing_1', body, headers, as: caller });

describe('a request that is not right is answered with its fault, its field and what to do', () => {
  it.each([
    ['malformed JSON', '{"name":', 400, 'invalid_json', undefined],
    ['a JSON array', '[]', 400, 'invalid_parameter', undefined],
    ['no body', undefined, 400, 'invalid_parameter', undefined],
    ['a wrong type', { name: 1 }, 400, 'invalid_parameter', 'name'],
    ['a missing field', {}, 400, 'missing_parameter', 'name'],
    ['an unknown field', { name: 'a', nmae: 'b' }, 400, 'unknown_parameter', 'nmae'],
    [
      'a wrong nested field',
      { name: 'a', parts: [{ size: 1 }, { size: 'x' }] },
      400,
      'invalid_parameter',
      'parts[1].size',
    ],
    [
      'an unknown nested field',
      { name: 'a', parts: [{ size: 1, colour: 'red' }] },
      400,
      'unknown_parameter',
      'parts[0].colour',
    ],
    ['2 MB', `{"name":"${'x'.repeat(2_000_000)}"}`, 413, 'body_too_large', undefined],
  ])('%s', async (_name, body, status, code, param) => {
    const reply = await ask(body);
    expect(reply.status).toBe(status);
    expect(reply.json.error).toMatchObject({
      code,
      request_id: 'req_request-1',
      retryable: false,
      doc_url: `/docs#${code}`,
    });
    expect(reply.json.error.param).toBe(param);
    expect(reply.headers['request-id']).toBe('req_request-1');
    expect(reply.text).not.toMatch(/at .*\.ts/);
  });

  it('a body of another media type', async () => {
    expect(
      (await ask('name=a', { 'content-type': 'application/x-www-form-urlencoded' })).json.error
        .code,
    ).toBe('unsupported_media_type');
  });

  it('bytes that are no UTF-8', async () => {
    const event = { method: 'POST', path: '/v1/things/thing_1', as: caller, headers: {} };
    const reply = await call({ ...event, body: '\ud800{' });
    expect(reply.json.error.code).toBe('invalid_json');
  });

  it('a body just under the limit is read', async () => {
    const reply = await ask(`{"name":"a"${' '.repeat(MAX_BODY_BYTES - 14)}}`);
    expect(reply.status).toBe(201);
  });

  it('no key, a wrong key, a key in the wrong form', async () => {
    const path = '/v1/things/thing_1';
    for (const authorization of [
      '',
      'Bearer sk_live_0000000000000000000',
      'Basic abc',
      'Bearer ',
    ]) {
      const reply = await call({
        method: 'POST',
        path,
        body: { name: 'a' },
        headers: { authorization },
      });
      expect(reply.status).toBe(401);
      expect(reply.json.error.code).toBe('unauthenticated');
    }
  });

  it('an id that cannot be one looks like an id that does not exist', async () => {
    expect(
      (await call({ method: 'POST', path: '/v1/things/..%2f', body: { name: 'a' }, as: caller }))
        .status,
    ).toBe(404);
  });

  it('a route that does not exist', async () => {
    const reply = await call({ method: 'DELETE', path: '/v1/things/thing_1', as: caller });
    expect(reply.status).toBe(404);
    expect(reply.json.error.code).toBe('not_found');
  });

  it('a request that came around the front door', async () => {
    const reply = await ask({ name: 'a' }, { 'x-arteria-origin': 'guess' });
    expect(reply.status).toBe(403);
    expect(reply.json.error.code).toBe('origin_not_allowed');
  });

  it('a bug of ours: no stack trace, no detail, and it may be tried again', async () => {
    const reply = await ask({ name: 'boom' });
    expect(reply.status).toBe(500);
    expect(reply.json.error).toMatchObject({ code: 'internal_error', retryable: true });
    expect(reply.text).not.toContain('secret detail');
  });
});

describe('Idempotency-Key', () => {
  const keyed = () =>
    anApi(routes, {
      callers: [caller],
      replies: dynamoReplyCache(dynamo.client, dynamo.tables.idempotency),
    });
  const send = (key: string, body: unknown) =>
    keyed()({
      method: 'POST',
      path: '/v1/things/thing_1',
      body,
      headers: { 'idempotency-key': key },
      as: caller,
    });

  it('replays the stored reply to the same request, byte for byte', async () => {
    const first = await send('k1', { name: 'a' });
    expect(first.status).toBe(201);
    const again = await send('k1', { name: 'a' });
    expect(again.text).toBe(first.text);
    expect(again.status).toBe(201);
  });

  it('refuses another body under the same key', async () => {
    await send('k2', { name: 'a' });
    const reply = await send('k2', { name: 'b' });
    expect(reply.status).toBe(409);
    expect(reply.json.error.code).toBe('idempotency_key_reused');
  });

  it('tells a second request to wait while the first one runs, and runs once', async () => {
    const before = runs;
    const replies = await Promise.all(Array.from({ length: 8 }, () => send('k3', { name: 'a' })));
    expect(runs).toBe(before + 1);
    for (const reply of replies) {
      expect([201, 409]).toContain(reply.status);
      if (reply.status === 409) {
        expect(reply.json.error).toMatchObject({
          code: 'idempotency_in_progress',
          retryable: true,
        });
        expect(reply.headers['retry-after']).toBe('1');
      }
    }
  });

  it('does not keep a refusal: a corrected request may use the key', async () => {
    expect((await send('k4', { name: 'stop' })).status).toBe(409);
    expect((await send('k4', { name: 'a' })).status).toBe(201);
  });

  it('must be visible ASCII of bounded length', async () => {
    expect((await send('x'.repeat(129), { name: 'a' })).json.error).toMatchObject({
      code: 'invalid_parameter',
      param: 'Idempotency-Key',
    });
  });
});
