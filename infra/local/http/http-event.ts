import { randomBytes } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { FoundRoute } from './find-route.ts';
import { isText } from './is-text.ts';

/** One request as it came over the socket. */
export interface WireRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly remoteAddress: string;
  readonly httpVersion: string;
}

export interface GatewayIdentity {
  readonly accountId: string;
  readonly apiId: string;
  /** The host API Gateway was called by. */
  readonly domainName: string;
  readonly port: number;
}

/** API Gateway decodes the path before it matches routes, and what follows a decoded `?` is lost. */
export const decodedPath = (url: string): string | undefined => {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path).split('?', 1)[0];
  } catch {
    return undefined;
  }
};

/** The event of payload format 2.0 (AWS: "AWS Lambda proxy integrations for HTTP APIs"). */
export const httpEvent = (
  request: WireRequest,
  rawPath: string,
  found: FoundRoute,
  gateway: GatewayIdentity,
  addedHeaders: Readonly<Record<string, string>>,
): APIGatewayProxyEventV2 => {
  const now = new Date();
  const { headers, cookies } = readHeaders(request.rawHeaders);
  const queryStart = request.url.indexOf('?');
  const rawQueryString = queryStart < 0 ? '' : request.url.slice(queryStart + 1);
  const text = isText(headers['content-type'], headers['content-encoding']);
  headers['content-length'] ??= String(request.body.length);
  headers['x-forwarded-for'] = join(headers['x-forwarded-for'], request.remoteAddress);
  headers['x-forwarded-port'] = String(gateway.port);
  headers['x-forwarded-proto'] = 'http';
  Object.assign(headers, addedHeaders);
  return {
    version: '2.0',
    routeKey: found.routeKey,
    rawPath,
    rawQueryString,
    ...(cookies && { cookies }),
    headers,
    ...(rawQueryString !== '' && { queryStringParameters: readQuery(rawQueryString) }),
    requestContext: {
      accountId: gateway.accountId,
      apiId: gateway.apiId,
      domainName: gateway.domainName,
      domainPrefix: gateway.domainName.split('.', 1)[0] ?? '',
      http: {
        method: request.method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.remoteAddress,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: `${randomBytes(11).toString('base64url')}=`,
      routeKey: found.routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(found.pathParameters && { pathParameters: found.pathParameters }),
    ...(request.body.length > 0 && { body: request.body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !text,
  };
};

/** Belong to one connection and never reach the function. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te']);

/** Lower-case names; repeated headers joined by commas; cookies apart. */
const readHeaders = (rawHeaders: readonly string[]) => {
  const headers: Record<string, string> = {};
  let cookies: string[] | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    if (name === 'cookie') {
      cookies = [...(cookies ?? []), ...value.split(/;\s*/).filter((cookie) => cookie !== '')];
    } else if (!HOP_BY_HOP.has(name)) headers[name] = join(headers[name], value);
  }
  return { headers, cookies };
};

const join = (before: string | undefined, value: string): string =>
  before === undefined ? value : `${before},${value}`;

const readQuery = (rawQueryString: string): Record<string, string> => {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    parameters[name] = join(parameters[name], value);
  }
  return parameters;
};

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (value: number): string => String(value).padStart(2, '0');

/** `12/Mar/2026:19:03:58 +0000` */
const commonLogTime = (at: Date): string =>
  `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:` +
  `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
