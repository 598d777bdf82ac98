import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BODY_BYTES = 1_000_000;

/** One request, read. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as a form; empty for other bodies. */
  readonly form: Readonly<Record<string, string>>;
  /** Like the engine: the query when it names a merchant, otherwise the form. */
  readonly message: Readonly<Record<string, string>>;
}

/** `never`: the connection stays open without an answer. */
export type Reply =
  | { readonly status: number; readonly headers: Record<string, string>; readonly body: string }
  | 'never';

export const json = (value: unknown, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=UTF-8' },
  body: JSON.stringify(value),
});

export const html = (body: string, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body,
});

export const redirect = (location: string): Reply => ({
  status: 302,
  headers: { location },
  body: '',
});

export const readExchange = async (request: IncomingMessage): Promise<Exchange> => {
  const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
  const query = Object.fromEntries(new URLSearchParams(search));
  const body = await readBody(request);
  const isForm = !(request.headers['content-type'] ?? '').includes('json');
  const form = isForm && body !== '' ? Object.fromEntries(new URLSearchParams(body)) : {};
  return {
    method: request.method ?? 'GET',
    path,
    query,
    body,
    form,
    message: query.pid === undefined ? form : query,
  };
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

export const sendReply = (response: ServerResponse, reply: Reply): void => {
  if (reply === 'never' || response.destroyed) return;
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': Buffer.byteLength(reply.body),
  });
  response.end(reply.body);
};
