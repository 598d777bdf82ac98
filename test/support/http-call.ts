import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { ENV, ORIGIN_SECRET_HEADER } from '#shared/contract/environment.ts';
import type { ApiServices } from '#shared/platform/http/answer-route.ts';
import { api } from '#shared/platform/http/api.ts';
import type { Caller } from '#shared/platform/http/call.ts';

const ORIGIN_SECRET = 'origin-secret-of-the-tests';

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  /** `name=value`, as API Gateway takes them out of the headers. */
  readonly cookies?: readonly string[];
  /** A value is sent as JSON; text is sent as it is. */
  readonly body?: unknown;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** What is sent as Set-Cookie. */
  readonly cookies: readonly string[];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into replies of every route
  readonly json: any;
}

/** An API Gateway v2 event as the front API sends it. */
export const anEvent = ({
  method,
  path,
  query = '',
  headers = {},
  cookies,
  body,
}: HttpRequest): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: query,
  ...(cookies && { cookies: [...cookies] }),
  headers: {
    'content-type': 'application/json',
    host: 'pay.example.com',
    [ORIGIN_SECRET_HEADER]: ORIGIN_SECRET,
    'x-forwarded-host': 'pay.example.com',
    ...headers,
  },
  requestContext: {
    accountId: '1',
    apiId: 'api',
    domainName: 'pay.example.com',
    domainPrefix: 'pay',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
    requestId: 'request-1',
    routeKey: '$default',
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
  body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  isBase64Encoded: false,
});

const aContext = (): Context =>
  ({
    awsRequestId: 'request-1',
    functionName: 'test',
    getRemainingTimeInMillis: () => 30_000,
  }) as unknown as Context;

/** Known API keys and whom they belong to. */
export const KEY_OF = (caller: Caller): string =>
  `sk_${caller.tenant.mode}_${caller.tenant.merchantId.slice(4)}`;

/** A stage's routes behind the production frame, called without a network. */
export const anApi = (
  routes: Parameters<typeof api>[1],
  {
    callers = [],
    replies,
    deviceSecret,
  }: {
    callers?: readonly Caller[];
    replies?: ApiServices['replies'];
    deviceSecret?: string;
  } = {},
) => {
  process.env[ENV.originSecret] = ORIGIN_SECRET;
  const handler = api(
    {
      stage: 'test',
      authenticate: async (bearer) => callers.find((caller) => KEY_OF(caller) === bearer),
      replies: replies ?? { once: (_request, answer) => answer() },
      ...(deviceSecret === undefined ? {} : { deviceSecret }),
    },
    routes,
  );
  return async (request: HttpRequest & { as?: Caller }): Promise<HttpReply> => {
    const headers = {
      ...(request.as ? { authorization: `Bearer ${KEY_OF(request.as)}` } : {}),
      ...request.headers,
    };
    const result = await handler(anEvent({ ...request, headers }), aContext());
    const headersOut = (result.headers ?? {}) as Record<string, string>;
    const text = textOf(result.body ?? '', result.isBase64Encoded, headersOut['content-encoding']);
    return {
      status: result.statusCode ?? 0,
      headers: headersOut,
      cookies: result.cookies ?? [],
      text,
      json: text.startsWith('{') ? JSON.parse(text) : undefined,
    };
  };
};

/** What a browser would read. */
const textOf = (body: string, isBase64 = false, encoding: string | undefined): string => {
  if (!isBase64) return body;
  const bytes = Buffer.from(body, 'base64');
  switch (encoding) {
    case 'br':
      return brotliDecompressSync(bytes).toString();
    case 'gzip':
      return gunzipSync(bytes).toString();
    default:
      return bytes.toString();
  }
};
