import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BODY_BYTES = 1_000_000;

/** One request as it came over the wire. Header names are lower case. */
export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  /** The raw query without `?`. */
  readonly search: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly text: string;
  /** The body as a form; empty for other bodies. */
  readonly form: Readonly<Record<string, string>>;
}

/** `never`: the connection stays open without an answer. */
export type Reply =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Buffer;
    }
  | 'never';

export const json = (
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

export const html = (body: string, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
});

export const text = (body: string, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

export const redirect = (location: string): Reply => ({
  status: 302,
  headers: { location },
  body: '',
});

/** The JSON object in a body; `undefined` when it is none. */
export const jsonObject = ({
  text: body,
}: SimulatedRequest): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};

export const readRequest = async (request: IncomingMessage): Promise<SimulatedRequest> => {
  const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
  const body = await readBody(request);
  const headers = request.headers as Record<string, string>;
  const isForm = (headers['content-type'] ?? '').includes('x-www-form-urlencoded');
  return {
    method: request.method ?? 'GET',
    path,
    search,
    query: Object.fromEntries(new URLSearchParams(search)),
    headers,
    body,
    text: body.toString('utf8'),
    form: isForm ? Object.fromEntries(new URLSearchParams(body.toString('utf8'))) : {},
  };
};

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

export const sendReply = (response: ServerResponse, reply: Reply): void => {
  if (reply === 'never' || response.destroyed) return;
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': Buffer.byteLength(reply.body),
  });
  response.end(reply.body);
};
