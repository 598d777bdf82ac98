import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProviderHttp } from '#shared/adapters/http/provider-http.ts';
import { type Answer, startHttpServer, type TestServer } from '../../support/http-server.ts';
import { TEST_TLS } from '../../support/test-tls.ts';

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

const serve = async (answer?: Answer, options?: { tls?: boolean }): Promise<TestServer> => {
  const server = await startHttpServer(answer, options);
  running.push(server);
  return server;
};

/** A server below HTTP: what it does with a connection is up to the test. */
const serveTcp = async (server: Server): Promise<number> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push({
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
};

const local = () => createProviderHttp({ allowPrivateAddresses: true });
const post = (url: string, timeoutMillis?: number) =>
  ({ method: 'POST', url, body: 'pid=1001&key=secret', timeoutMillis }) as const;

describe('an answer', () => {
  it('comes back with status, lower-case headers and text, whatever the status', async () => {
    const server = await serve((response) => {
      response.writeHead(503, { 'X-Trace': 'abc' }).end('维护中');
    });
    const answer = await local().request(post(`${server.url}/submit?a=1`));
    expect(answer).toMatchObject({ kind: 'response', status: 503, body: '维护中' });
    expect(answer.kind === 'response' && answer.headers['x-trace']).toBe('abc');
    expect(server.received).toMatchObject([
      { method: 'POST', path: '/submit?a=1', body: 'pid=1001&key=secret' },
    ]);
  });

  it('is decoded with the encoding it names', async () => {
    const server = await serve((response) => {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=GBK' })
        .end(Buffer.from([0xb3, 0xc9, 0xb9, 0xa6]));
    });
    expect(await local().request({ method: 'GET', url: server.url })).toMatchObject({
      body: '成功',
    });
  });

  it('that redirects is returned, not followed', async () => {
    const target = await serve();
    const server = await serve((response) => {
      response.writeHead(302, { location: target.url }).end();
    });
    expect(await local().request(post(server.url))).toMatchObject({
      kind: 'response',
      status: 302,
    });
    expect(target.received).toHaveLength(0);
  });

  it('comes over TLS from a server whose certificate is trusted', async () => {
    const server = await serve(undefined, { tls: true });
    const http = createProviderHttp({ allowPrivateAddresses: true, ca: TEST_TLS.cert });
    expect(await http.request(post(server.url))).toMatchObject({ kind: 'response', body: 'ok' });
    expect(await http.request(post(server.url))).toMatchObject({ kind: 'response', body: 'ok' });
    expect(server.connections()).toBe(1);
  });
});

describe('not_sent: nothing can have happened', () => {
  it('when nobody listens', async () => {
    const server = await startHttpServer();
    await server.stop();
    expect(await local().request(post(server.url))).toMatchObject({
      kind: 'not_sent',
      detail: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('when the name is not found', async () => {
    const http = createProviderHttp({
      allowPrivateAddresses: true,
      resolve: async () => {
        throw Object.assign(new Error('getaddrinfo ENOTFOUND pay.test'), { code: 'ENOTFOUND' });
      },
    });
    expect(await http.request(post('http://pay.test/submit'))).toMatchObject({ kind: 'not_sent' });
  });

  it('when the name does not resolve in time', async () => {
    const http = createProviderHttp({
      allowPrivateAddresses: true,
      resolve: () => new Promise(() => {}),
    });
    expect(await http.request(post('http://pay.test/submit', 50))).toMatchObject({
      kind: 'not_sent',
    });
  });

  it('when the certificate is not trusted, and the server sees no request', async () => {
    const server = await serve(undefined, { tls: true });
    expect(await local().request(post(server.url))).toMatchObject({ kind: 'not_sent' });
    expect(server.connections()).toBe(1);
    expect(server.received).toHaveLength(0);
  });

  it('when the certificate is for another name, and the server sees no request', async () => {
    const server = await serve(undefined, { tls: true });
    const http = createProviderHttp({
      allowPrivateAddresses: true,
      ca: TEST_TLS.cert,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    expect(await http.request(post(`https://other.test:${server.port}/`))).toMatchObject({
      kind: 'not_sent',
    });
    expect(server.received).toHaveLength(0);
  });

  it('when the TLS handshake fails', async () => {
    const port = await serveTcp(createServer((socket) => socket.end('this is not TLS')));
    expect(await local().request(post(`https://127.0.0.1:${port}/`))).toMatchObject({
      kind: 'not_sent',
    });
  });

  it('when the TLS handshake does not end in time', async () => {
    const port = await serveTcp(createServer((socket) => socket.on('error', () => {})));
    expect(await local().request(post(`https://127.0.0.1:${port}/`, 100))).toMatchObject({
      kind: 'not_sent',
    });
  });

  it.each([
    'http://127.0.0.1:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://0x7f.1:PORT/',
    'http://2130706433:PORT/',
    'http://169.254.169.254/latest/meta-data/',
  ])('when the URL names an address that is not public: %s', async (url) => {
    const server = await serve();
    const http = createProviderHttp({ allowPrivateAddresses: false });
    expect(await http.request(post(url.replace('PORT', String(server.port))))).toMatchObject({
      kind: 'not_sent',
      detail: expect.stringContaining('not public'),
    });
    expect(server.connections()).toBe(0);
  });

  it('when the name leads to an address that is not public', async () => {
    const server = await serve();
    const http = createProviderHttp({
      allowPrivateAddresses: false,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    expect(await http.request(post(`http://pay.test:${server.port}/`))).toMatchObject({
      kind: 'not_sent',
      detail: expect.stringContaining('not public'),
    });
    expect(server.connections()).toBe(0);
  });

  it.each(['not a url', 'ftp://127.0.0.1/', 'file:///etc/passwd'])(
    'when the URL cannot be called: %s',
    async (url) => {
      expect(await local().request(post(url))).toMatchObject({ kind: 'not_sent' });
    },
  );

  it('when a header cannot be sent', async () => {
    const server = await serve();
    const answer = await local().request({ ...post(server.url), headers: { 'x-a': 'a\r\nb: c' } });
    expect(answer.kind).toBe('not_sent');
    expect(server.received).toHaveLength(0);
  });
});

describe('a name', () => {
  it('is resolved once a connection, and that answer is the one that is called', async () => {
    const server = await serve();
    let asked = 0;
    const http = createProviderHttp({
      allowPrivateAddresses: true,
      resolve: async () => {
        asked += 1;
        // A name that changes its mind: every answer after the first leads elsewhere.
        return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
      },
    });
    expect(await http.request(post(`http://shop.test:${server.port}/`))).toMatchObject({
      kind: 'response',
      status: 200,
    });
    expect(asked).toBe(1);
  });
});

describe('no_answer: it may have happened', () => {
  it('when the server read the request and hung up', async () => {
    const server = await serve((_response, _request, raw) => raw.socket.destroy());
    expect(await local().request(post(server.url))).toMatchObject({ kind: 'no_answer' });
    expect(server.received).toHaveLength(1);
  });

  it('when the server does not answer in time', async () => {
    const server = await serve(() => {});
    expect(await local().request(post(server.url, 200))).toMatchObject({
      kind: 'no_answer',
      detail: expect.stringContaining('200 ms'),
    });
  });

  it('when the server stops in the middle of its answer', async () => {
    const server = await serve((response, _request, raw) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => raw.socket.destroy());
    });
    expect(await local().request(post(server.url))).toMatchObject({ kind: 'no_answer' });
  });

  it('when the body of the answer does not end in time', async () => {
    const server = await serve((response) => {
      response.writeHead(200);
      response.write('half');
    });
    expect(await local().request(post(server.url, 200))).toMatchObject({ kind: 'no_answer' });
  });

  it('when the answer has more than a megabyte', async () => {
    const server = await serve((response) => {
      response.end(Buffer.alloc(1_000_001, 'a'));
    });
    expect(await local().request(post(server.url))).toMatchObject({
      kind: 'no_answer',
      detail: expect.stringContaining('1000000 bytes'),
    });
  });

  it('when the answer is not HTTP', async () => {
    const port = await serveTcp(createServer((socket) => socket.end('what?\r\n\r\n')));
    expect(await local().request(post(`http://127.0.0.1:${port}/`))).toMatchObject({
      kind: 'no_answer',
    });
  });

  it('when a connection that is used again breaks after the request was read', async () => {
    const server = await serve((response, { path }, raw) => {
      if (path === '/first') response.end('ok');
      else raw.socket.destroy();
    });
    const http = local();
    expect(await http.request(post(`${server.url}/first`))).toMatchObject({ kind: 'response' });
    expect(await http.request(post(`${server.url}/second`))).toMatchObject({ kind: 'no_answer' });
    expect(server.connections()).toBe(1);
    expect(server.received).toHaveLength(2);
  });
});

describe('connections', () => {
  it('are used again', async () => {
    const server = await serve();
    const http = local();
    for (let call = 0; call < 5; call += 1) await http.request(post(server.url));
    expect(server.received).toHaveLength(5);
    expect(server.connections()).toBe(1);
  });

  it('that were idle for more than four seconds by the clock are not: a Lambda sleeps between calls', async () => {
    const server = await serve();
    const http = local();
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      await http.request(post(server.url));
      vi.setSystemTime(Date.now() + 4_000);
      await http.request(post(server.url));
      expect(server.connections()).toBe(1);
      vi.setSystemTime(Date.now() + 4_001);
      await http.request(post(server.url));
      expect(server.connections()).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('that the server closed meanwhile are replaced, and the request is sent once', async () => {
    const server = await serve();
    const http = local();
    for (let call = 0; call < 5; call += 1) {
      const answer = await http.request(post(server.url));
      expect(answer.kind).toBe('response');
      server.server.closeIdleConnections();
    }
    expect(server.received).toHaveLength(5);
  });
});

it('no detail tells a path, a query or a body', async () => {
  const server = await serve(() => {});
  const secret = 'sign=0123456789abcdef';
  const details = await Promise.all(
    [
      `${server.url}/submit?${secret}`,
      `http://127.0.0.1:1/submit?${secret}`,
      `https://127.0.0.1:${server.port}/submit?${secret}`,
      `:${secret}`,
    ].map(async (url) => {
      const answer = await local().request({ ...post(url, 300), body: secret });
      return answer.kind === 'response' ? 'response' : answer.detail;
    }),
  );
  for (const detail of details) expect(detail).not.toContain('0123456789abcdef');
});
