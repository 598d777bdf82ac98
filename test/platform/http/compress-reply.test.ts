import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute, noBody, noParams, noQuery } from '#shared/contract/api/route.ts';
import { acceptsEncoding } from '#shared/platform/http/accepts-encoding.ts';
import { bind } from '#shared/platform/http/bound-route.ts';
import { RawReply } from '#shared/platform/http/call.ts';
import { anApi } from '#test/support/http-call.ts';

const contract = defineRoute({
  method: 'GET',
  path: '/thing',
  stage: 'test',
  operationId: 'readThing',
  summary: 'A thing',
  auth: 'none',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: z.unknown(),
  status: 200,
  errors: [],
});

const read = (answer: unknown, acceptEncoding?: string) =>
  anApi([bind(contract, async () => answer as RawReply)])({
    method: 'GET',
    path: '/thing',
    headers: acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding },
  });

describe('a reply', () => {
  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['GZIP', 'gzip'],
    ['identity, br;q=0.000', undefined],
    ['', undefined],
    [undefined, undefined],
    [',;=', undefined],
  ] as const)('to a client that accepts %j is encoded as %s', (header, encoding) => {
    expect(acceptsEncoding(header)).toBe(encoding);
  });

  const long = { text: '卡密'.repeat(1_000) };

  test.each(['br', 'gzip'])(
    'that is long is smaller in %s, and the same to its reader',
    async (encoding) => {
      const { headers, json } = await read(long, encoding);
      expect(headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
      expect(json).toEqual(long);
    },
  );

  test('is sent as it is to a client that takes nothing else, and when it is short', async () => {
    for (const reply of [await read(long), await read({ text: 'short' }, 'br, gzip')]) {
      expect(reply.headers['content-encoding']).toBeUndefined();
      expect(reply.json.text).toContain(reply.json.text.startsWith('short') ? 'short' : '卡密');
    }
  });

  test('of bytes keeps them, whatever the client takes', async () => {
    const bytes = Buffer.from('x'.repeat(5_000));
    const { headers, text } = await read(new RawReply(200, { 'content-type': 'a/b' }, bytes), 'br');
    expect(headers['content-encoding']).toBeUndefined();
    expect(text).toBe(bytes.toString());
  });
});
