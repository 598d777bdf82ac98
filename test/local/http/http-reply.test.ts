import { expect, it } from 'vitest';
import { GATEWAY_REPLIES, httpReply } from '#infra/local/http/http-reply.ts';

it('an object with a status code is the response', () => {
  expect(
    httpReply({
      statusCode: 201,
      headers: { 'X-Count': 3 },
      cookies: ['a=1', 'b=2'],
      body: 'hello',
    }),
  ).toEqual({
    status: 201,
    headers: {
      'x-count': '3',
      'set-cookie': ['a=1', 'b=2'],
      'content-type': 'text/plain;charset=UTF-8',
    },
    body: 'hello',
  });
});

it('a base64 body is decoded', () => {
  const reply = httpReply({
    statusCode: 200,
    headers: { 'content-type': 'image/png' },
    body: Buffer.from([0x89, 0x50]).toString('base64'),
    isBase64Encoded: true,
  });
  expect(reply.body).toEqual(Buffer.from([0x89, 0x50]));
});

it('anything else is the JSON body of a 200', () => {
  expect(httpReply({ paid: true })).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"paid":true}',
  });
});

it('a result larger than Lambda returns, or without a real status, is a failure', () => {
  expect(httpReply({ statusCode: 200, body: 'x'.repeat(6_300_000) })).toBe(GATEWAY_REPLIES.failed);
  expect(httpReply({ statusCode: 'soon' })).toBe(GATEWAY_REPLIES.failed);
});
