import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Invoker } from '../functions/invoker.ts';
import type { LocalApi } from '../template/local-model.ts';
import { createRouteFinder } from './find-route.ts';
import { frontDoorHeaders } from './front-door-headers.ts';
import { decodedPath, type GatewayIdentity, httpEvent } from './http-event.ts';
import { GATEWAY_REPLIES, httpReply, type WireReply } from './http-reply.ts';
import type { RequestHandler } from './open-listener.ts';
import { readBody } from './read-body.ts';

/** API Gateway gives up on a function after so long, whatever the function's own timeout is. */
const GATEWAY_LIMIT_MILLIS = 30_000;

export interface ServedApi {
  readonly api: LocalApi;
  readonly invoker: Invoker;
  readonly accountId: string;
  readonly region: string;
  readonly port: number;
  /** {@link GATEWAY_LIMIT_MILLIS} unless a test can't wait so long. */
  readonly limitMillis?: number;
}

/** Answers an HTTP API's requests by invoking its functions. */
export const serveApi = (served: ServedApi): RequestHandler => {
  const { api, invoker, port, accountId, limitMillis = GATEWAY_LIMIT_MILLIS } = served;
  const find = createRouteFinder(api.routes);
  const apiHost = `${api.name}.execute-api.${served.region}.amazonaws.com`;

  const answer = async (request: IncomingMessage): Promise<WireReply> => {
    const body = await readBody(request);
    if (body === 'too_large') return GATEWAY_REPLIES.tooLarge;
    const { method = 'GET', url = '/', rawHeaders, httpVersion } = request;
    const path = decodedPath(url);
    if (path === undefined) return GATEWAY_REPLIES.badRequest;
    const found = find(method, path);
    if (!found) return GATEWAY_REPLIES.notFound;
    const host = request.headers.host ?? `localhost:${port}`;
    const remoteAddress = request.socket.remoteAddress ?? '127.0.0.1';
    const behindDoor = api.frontDoorHeaders !== undefined;
    const gateway: GatewayIdentity = {
      accountId,
      apiId: api.name,
      domainName: behindDoor ? apiHost : host.replace(/:\d+$/, ''),
      port,
    };
    const added = behindDoor
      ? frontDoorHeaders(api.frontDoorHeaders, {
          host,
          address: remoteAddress,
          originHost: apiHost,
        })
      : {};
    const wire = { method, url, rawHeaders, body, remoteAddress, httpVersion };
    const event = httpEvent(wire, path, found, gateway, added);
    return withLimit(invoker.invoke(found.route.functionName, event), limitMillis);
  };

  return (request, response) => {
    answer(request).then(
      (reply) => send(response, reply),
      () => {
        // Only a client that went away gets here: a function's failure has an answer of its own.
        response.destroy();
      },
    );
  };
};

const withLimit = async (result: Promise<unknown>, limitMillis: number): Promise<WireReply> => {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<WireReply>((resolve) => {
    timer = setTimeout(resolve, limitMillis, GATEWAY_REPLIES.tooSlow);
  });
  const reply = result.then(httpReply).catch(() => GATEWAY_REPLIES.failed);
  try {
    return await Promise.race([reply, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
};

const send = (response: ServerResponse, { status, headers, body }: WireReply): void => {
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  // An unread rest of a request would be taken for the next request on this connection.
  const close = status === 413 && !response.req.complete ? { connection: 'close' } : {};
  response.writeHead(status, {
    ...headers,
    'content-length': bytes,
    ...close,
  } as Record<string, string | string[] | number>);
  response.end(body);
};
