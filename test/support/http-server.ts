import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TEST_TLS } from './test-tls.ts';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface TestServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` or `https://…` */
  readonly url: string;
  readonly received: readonly ReceivedRequest[];
  /** Connections accepted so far. */
  readonly connections: () => number;
  readonly server: http.Server;
  stop(): Promise<void>;
}

/** Answers a request that was read to its end. */
export type Answer = (
  response: ServerResponse,
  request: ReceivedRequest,
  raw: IncomingMessage,
) => void;

/** A receiver on loopback that remembers what it got. */
export const startHttpServer = async (
  answer: Answer = (response) => response.end('ok'),
  { tls = false }: { tls?: boolean } = {},
): Promise<TestServer> => {
  const received: ReceivedRequest[] = [];
  let connections = 0;
  const listener = async (raw: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of raw) chunks.push(chunk as Buffer);
    const request = {
      method: raw.method ?? '',
      path: raw.url ?? '',
      headers: raw.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    received.push(request);
    answer(response, request, raw);
  };
  const onRequest = (raw: IncomingMessage, response: ServerResponse) => {
    listener(raw, response).catch(() => response.destroy());
  };
  const server = tls ? https.createServer(TEST_TLS, onRequest) : http.createServer(onRequest);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return {
    port: address.port,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}`,
    received,
    connections: () => connections,
    server,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
