import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What goes back over the socket. */
export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer | string;
}

/** Lambda's limit for what a function returns. */
const MAX_RESULT_BYTES = 6_291_556;

const JSON_TYPE = { 'content-type': 'application/json' };

/** API Gateway's own answers, word for word. */
export const GATEWAY_REPLIES = {
  notFound: { status: 404, headers: JSON_TYPE, body: '{"message":"Not Found"}' },
  badRequest: { status: 400, headers: JSON_TYPE, body: '{"message":"Bad Request"}' },
  tooLarge: { status: 413, headers: JSON_TYPE, body: '{"message":"Request Entity Too Large"}' },
  failed: { status: 500, headers: JSON_TYPE, body: '{"message":"Internal Server Error"}' },
  tooSlow: { status: 503, headers: JSON_TYPE, body: '{"message":"Service Unavailable"}' },
} as const satisfies Record<string, WireReply>;

/**
 * Reads a function's result as API Gateway does in format 2.0: an object with `statusCode` is a response, anything
 * else is the JSON body of a 200.
 */
export const httpReply = (result: unknown): WireReply => {
  if (!isStructured(result)) {
    return checked({ status: 200, headers: JSON_TYPE, body: JSON.stringify(result) ?? '' });
  }
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(result.headers ?? {})) {
    headers[name.toLowerCase()] = String(value);
  }
  if (result.cookies && result.cookies.length > 0) headers['set-cookie'] = result.cookies;
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  const body = result.body ?? '';
  return checked({
    status: Number(result.statusCode),
    headers,
    body: result.isBase64Encoded ? Buffer.from(body, 'base64') : body,
  });
};

const checked = (reply: WireReply): WireReply =>
  reply.body.length > MAX_RESULT_BYTES || !(reply.status >= 100 && reply.status <= 599)
    ? GATEWAY_REPLIES.failed
    : reply;

const isStructured = (result: unknown): result is APIGatewayProxyStructuredResultV2 =>
  typeof result === 'object' && result !== null && 'statusCode' in result;
