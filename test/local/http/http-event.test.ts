import { describe, expect, it } from 'vitest';
import { decodedPath, httpEvent } from '#infra/local/http/http-event.ts';

const gateway = { accountId: '0', apiId: 'front', domainName: 'pay.example.com', port: 4000 };
const found = {
  route: { method: 'POST', path: '/a/{id}', functionName: 'fn' },
  routeKey: 'POST /a/{id}',
  pathParameters: { id: '7' },
};

const eventOf = (
  rawHeaders: readonly string[],
  { url = '/a/7', body = '', added = {} }: { url?: string; body?: string; added?: object } = {},
) =>
  httpEvent(
    {
      method: 'POST',
      url,
      rawHeaders,
      body: Buffer.from(body),
      remoteAddress: '203.0.113.9',
      httpVersion: '1.1',
    },
    decodedPath(url) ?? '',
    found,
    gateway,
    { ...added },
  );

describe('the event of an HTTP request', () => {
  it.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['text/plain', false],
    ['TEXT/CSV', false],
    ['application/xml', false],
    ['application/javascript', false],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['application/octet-stream', true],
    ['application/vnd.api+json', true],
  ])('hands a body of %s over as API Gateway does (base64: %s)', (contentType, base64) => {
    const event = eventOf(['Content-Type', contentType], { body: '支付=1' });
    expect(event.isBase64Encoded).toBe(base64);
    expect(Buffer.from(event.body ?? '', base64 ? 'base64' : 'utf8').toString()).toBe('支付=1');
  });

  it('hands a body without a type, or a compressed one, over in base64', () => {
    expect(eventOf([], { body: '{}' }).isBase64Encoded).toBe(true);
    const compressed = ['Content-Type', 'application/json', 'Content-Encoding', 'gzip'];
    expect(eventOf(compressed, { body: '{}' }).isBase64Encoded).toBe(true);
  });

  it('leaves body, cookies and query out when there are none', () => {
    const event = eventOf([]);
    expect(Object.keys(event)).not.toEqual(expect.arrayContaining(['body']));
    expect(event).not.toHaveProperty('cookies');
    expect(event).not.toHaveProperty('queryStringParameters');
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  it('lower-cases header names, joins repeated ones by commas and takes cookies out', () => {
    const event = eventOf(['X-A', '1', 'x-a', '2', 'Cookie', 'a=1; b=2', 'cookie', 'c=3']);
    expect(event.headers).toMatchObject({ 'x-a': '1,2' });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.cookies).toEqual(['a=1', 'b=2', 'c=3']);
  });

  it('overwrites what the client sent under the names of the front door', () => {
    const event = eventOf(['X-Proof', 'forged', 'Host', 'localhost:4000'], {
      added: { 'x-proof': 'real', host: 'origin' },
    });
    expect(event.headers).toMatchObject({ 'x-proof': 'real', host: 'origin' });
  });

  it('decodes the path and leaves the query as it was sent', () => {
    const event = eventOf([], { url: '/a/%E5%8D%A1?x=%20y&x=2&empty' });
    expect(event.rawPath).toBe('/a/卡');
    expect(event.rawQueryString).toBe('x=%20y&x=2&empty');
    expect(event.queryStringParameters).toEqual({ x: ' y,2', empty: '' });
  });

  it('loses what follows a decoded question mark, as API Gateway does', () => {
    expect(decodedPath('/a/b%3Fc?d=1')).toBe('/a/b');
  });

  it('has no path for a percent sign that encodes nothing', () => {
    expect(decodedPath('/a/%zz')).toBeUndefined();
  });

  it('tells who called, by which route, when and under which id', () => {
    const event = eventOf(['User-Agent', 'curl/8']);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /a/{id}',
      pathParameters: { id: '7' },
      requestContext: {
        apiId: 'front',
        domainName: 'pay.example.com',
        domainPrefix: 'pay',
        stage: '$default',
        routeKey: 'POST /a/{id}',
        http: {
          method: 'POST',
          path: '/a/7',
          protocol: 'HTTP/1.1',
          sourceIp: '203.0.113.9',
          userAgent: 'curl/8',
        },
      },
    });
    expect(event.requestContext.requestId).toMatch(/^[\w-]{15}=$/);
    expect(event.requestContext.time).toMatch(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    expect(event.headers).toMatchObject({
      'x-forwarded-for': '203.0.113.9',
      'content-length': '0',
    });
  });
});
