import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { createOrder, listOrders, readOrder } from '#shared/contract/api/orders.ts';
import { readHealth, showDocs } from '#shared/contract/api/pages.ts';
import { defineRoute, strict } from '#shared/contract/api/route.ts';
import { ApiError } from '#shared/contract/client/api-error.ts';
import { type ClientOptions, createClient } from '#shared/contract/client/client.ts';
import { NoAnswer } from '#shared/contract/client/no-answer.ts';
import { UnexpectedReply } from '#shared/contract/client/unexpected-reply.ts';
import { type Answer, startHttpServer, type TestServer } from '#test/support/http-server.ts';

const note = defineRoute({
  method: 'POST',
  path: '/v1/notes/:noteId',
  stage: 'test',
  operationId: 'writeNote',
  summary: 'Write a note',
  auth: 'api_key',
  params: strict({ noteId: z.string() }),
  query: strict({ loud: z.boolean().optional(), tag: z.string().optional() }),
  body: strict({ text: z.string() }),
  reply: z.object({ id: z.string(), length: z.int() }),
  status: 201,
  errors: [],
});

const notes = defineRoute({
  method: 'GET',
  path: '/v1/notes',
  stage: 'test',
  operationId: 'listNotes',
  summary: 'List notes',
  auth: 'api_key',
  params: strict({}),
  query: strict({ limit: z.int().optional(), starting_after: z.string().optional() }),
  body: z.undefined(),
  reply: z.object({ data: z.array(z.object({ id: z.string() })), has_more: z.boolean() }),
  status: 200,
  errors: [],
});

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** A client of a server that gives these answers, the last one for ever; waiting is written down, not done. */
const aClient = async (answers: readonly Answer[], options: Partial<ClientOptions> = {}) => {
  const pauses: number[] = [];
  let next = 0;
  const started = await startHttpServer((response, request, raw) => {
    const answer = answers[Math.min(next, answers.length - 1)];
    next += 1;
    answer?.(response, request, raw);
  });
  server = started;
  const client = createClient({
    baseUrl: started.url,
    apiKey: 'sk_test_key',
    random: () => 0.5,
    pause: async (millis) => {
      pauses.push(millis);
    },
    ...options,
  });
  return { client, pauses, received: started.received };
};

const json =
  (status: number, value: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1', ...headers })
      .end(JSON.stringify(value));

const refusal = (code: string, retryable: boolean) => ({
  error: {
    type: 'conflict',
    code,
    message: 'No.',
    param: 'text',
    request_id: 'req_1',
    retryable,
    doc_url: `/docs#${code}`,
  },
});

const written = json(201, { id: 'n/1', length: 2 });
const busy = json(409, refusal('concurrent_change', true));
const theNote = { params: { noteId: 'n/1' }, body: { text: 'hi' } };

describe('a call', () => {
  it('sends what the contract says: path, query, key, body', async () => {
    const { client, received } = await aClient([written]);
    await client.call(note, { ...theNote, query: { loud: true, tag: undefined } });
    expect(received[0]).toMatchObject({
      method: 'POST',
      path: '/v1/notes/n%2F1?loud=true',
      body: '{"text":"hi"}',
      headers: { authorization: 'Bearer sk_test_key', 'content-type': 'application/json' },
    });
  });

  it('sends the key to routes that need one only', async () => {
    const { client, received } = await aClient([json(200, { status: 'ok', version: '1' })]);
    await client.call(readHealth, {});
    expect(received[0]?.headers).not.toHaveProperty('authorization');
  });

  it('does not ask for a path with an empty parameter, which would be another route', async () => {
    const { client, received } = await aClient([written]);
    await expect(client.call(note, { ...theNote, params: { noteId: '' } })).rejects.toThrow(
      'writeNote needs the path parameter "noteId"',
    );
    expect(received).toHaveLength(0);
  });

  it('returns the reply as the contract types it, without fields the contract does not know', async () => {
    const { client } = await aClient([json(201, { id: 'n/1', length: 2, later: 'field' })]);
    const reply = await client.call(note, theNote);
    expect(reply).toEqual({ id: 'n/1', length: 2 });
    expectTypeOf(reply).toEqualTypeOf<{ id: string; length: number }>();
  });

  it('returns a page as text', async () => {
    const { client } = await aClient([
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>docs'),
    ]);
    expect(await client.call(showDocs, {})).toBe('<p>docs');
  });

  it.each([
    ['a reply that does not fit', json(201, { id: 1 })],
    ['another status', json(200, { id: 'n/1', length: 2 })],
    ['a page of a proxy', (response) => response.writeHead(403).end('<h1>Forbidden')],
    [
      'a redirect, which it does not follow with the key in hand',
      (response) => response.writeHead(302, { location: 'https://elsewhere.example' }).end(),
    ],
  ] satisfies [string, Answer][])('refuses %s', async (_what, answer) => {
    const { client, received } = await aClient([answer]);
    await expect(client.call(note, theNote)).rejects.toBeInstanceOf(UnexpectedReply);
    expect(received).toHaveLength(1);
  });
});

describe('an error of the API', () => {
  it('is thrown with everything the envelope says, and not repeated when that cannot help', async () => {
    const { client, received, pauses } = await aClient([
      json(409, refusal('state_conflict', false)),
    ]);
    const error = await client.call(note, theNote).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      message: 'No.',
      status: 409,
      type: 'conflict',
      code: 'state_conflict',
      param: 'text',
      requestId: 'req_1',
      retryable: false,
      docUrl: '/docs#state_conflict',
    });
    expect([received.length, pauses]).toEqual([1, []]);
  });

  it('is repeated when it is retryable, with growing pauses', async () => {
    const { client, received, pauses } = await aClient([busy, busy, written]);
    expect(await client.call(note, theNote)).toMatchObject({ id: 'n/1' });
    expect(received).toHaveLength(3);
    expect(pauses).toEqual([100, 200]);
  });

  it('is repeated as often as was asked for and no more', async () => {
    const { client, received } = await aClient([busy], { retries: 3 });
    await expect(client.call(note, theNote)).rejects.toMatchObject({ code: 'concurrent_change' });
    expect(received).toHaveLength(4);
  });

  it('makes the client wait at least as long as Retry-After says', async () => {
    const { client, pauses } = await aClient([
      json(429, refusal('rate_limited', true), { 'retry-after': '7' }),
      written,
    ]);
    await client.call(note, theNote);
    expect(pauses).toEqual([7_100]);
  });

  it('is not waited for when Retry-After asks for minutes', async () => {
    const { client, received } = await aClient([
      json(429, refusal('rate_limited', true), { 'retry-after': '600' }),
    ]);
    await expect(client.call(note, theNote)).rejects.toMatchObject({ retryAfterSeconds: 600 });
    expect(received).toHaveLength(1);
  });

  it('of a gateway in its own words is repeated when its status says so', async () => {
    const { client, received } = await aClient([
      json(503, { message: 'Service Unavailable' }),
      written,
    ]);
    expect(await client.call(note, theNote)).toMatchObject({ id: 'n/1' });
    expect(received).toHaveLength(2);
  });
});

describe('no answer', () => {
  const hangUp: Answer = (_response, _request, raw) => raw.socket.destroy();

  it('is repeated under the same key: a POST whose answer was lost is done once', async () => {
    const { client, received } = await aClient([hangUp, busy, written]);
    await client.call(note, theNote);
    const keys = received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is thrown as such after the last try', async () => {
    const { client, received } = await aClient([hangUp], { retries: 1 });
    await expect(client.call(note, theNote)).rejects.toBeInstanceOf(NoAnswer);
    expect(received).toHaveLength(2);
  });

  it('within the limit of one try counts as none', async () => {
    const { client } = await aClient([() => {}], { retries: 0, timeoutMillis: 50 });
    await expect(client.call(note, theNote)).rejects.toBeInstanceOf(NoAnswer);
  });

  it('is not waited for any longer when the caller gives up', async () => {
    const giveUp = new AbortController();
    const { client, received } = await aClient([() => giveUp.abort(new Error('given up'))]);
    await expect(client.call(note, theNote, { signal: giveUp.signal })).rejects.toThrow('given up');
    expect(received).toHaveLength(1);
  });
});

describe('an Idempotency-Key', () => {
  it('is the caller’s own when given, and another one for every call otherwise', async () => {
    const { client, received } = await aClient([written]);
    await client.call(note, theNote, { idempotencyKey: 'mine' });
    await client.call(note, theNote);
    await client.call(note, theNote);
    const keys = received.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toBe('mine');
    expect(new Set(keys).size).toBe(3);
  });

  it('is not sent with a GET', async () => {
    const { client, received } = await aClient([json(200, { data: [], has_more: false })]);
    await client.call(notes, {});
    expect(received[0]?.headers).not.toHaveProperty('idempotency-key');
  });
});

describe('a list', () => {
  it('is read page after page to its end, each page after the last id of the one before', async () => {
    const { client, received } = await aClient([
      json(200, { data: [{ id: 'a' }, { id: 'b' }], has_more: true }),
      json(200, { data: [{ id: 'c' }], has_more: false }),
    ]);
    const ids: string[] = [];
    for await (const { id } of client.list(notes, { query: { limit: 2 } })) ids.push(id);
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(received.map(({ path }) => path)).toEqual([
      '/v1/notes?limit=2',
      '/v1/notes?limit=2&starting_after=b',
    ]);
  });

  it('asks for no page that nobody reads', async () => {
    const { client, received } = await aClient([
      json(200, { data: [{ id: 'a' }], has_more: true }),
    ]);
    for await (const { id } of client.list(notes, {})) {
      expect(id).toBe('a');
      break;
    }
    expect(received).toHaveLength(1);
  });
});

describe('types', () => {
  it('ask for what a route needs and for nothing it has not', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' });
    const neverCalled = () => [
      client.call(createOrder, { body: { product: 'prod_1' } }),
      client.call(readOrder, { params: { orderId: 'ord_1' } }),
      client.list(listOrders, {}),
      // @ts-expect-error: an order needs a product
      client.call(createOrder, { body: {} }),
      // @ts-expect-error: the order is named by its id
      client.call(readOrder, {}),
      // @ts-expect-error: reading takes no body
      client.call(readOrder, { params: { orderId: 'ord_1' }, body: {} }),
      // @ts-expect-error: no such state
      client.list(listOrders, { query: { state: 'sold' } }),
      // @ts-expect-error: an order is not a list
      client.list(readOrder, { params: { orderId: 'ord_1' } }),
    ];
    expect(neverCalled).toBeTypeOf('function');
    expectTypeOf(client.list(listOrders, {})).toExtend<AsyncIterable<{ id: string }>>();
  });
});
