import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { z } from 'zod';
import type { RouteContract } from '../../contract/api/route.ts';
import {
  CLIENT_ADDRESS_HEADER,
  CLIENT_COUNTRY_HEADER,
  ENV,
  ORIGIN_SECRET_HEADER,
  PUBLIC_HOST_HEADER,
} from '../../contract/environment.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import { parseBody } from './body.ts';
import type { BoundRoute, Input } from './bound-route.ts';
import type { AuthenticatedCall, Caller } from './call.ts';
import { constantTimeEqual } from './constant-time.ts';
import { readDeviceCookie } from './device-cookie.ts';
import { invalidInput } from './errors.ts';
import type { ReplyCache } from './idempotency.ts';

export interface ApiServices {
  readonly stage: string;
  /** Finds the owner of an API key; `undefined` when there is none. */
  readonly authenticate: (bearer: string) => Promise<Caller | undefined>;
  /** Replays replies to a repeated `Idempotency-Key`. */
  readonly replies: ReplyCache;
  /** Signs the cookies of buyers' devices. Absent: the stage knows no devices. */
  readonly deviceSecret?: string;
}

/**
 * Checks the front door, authenticates, parses, and calls the route, or replays what it answered to the same
 * `Idempotency-Key` before.
 *
 * @throws AppError origin_not_allowed · unauthenticated · invalid input · whatever the route throws
 */
export const answerRoute = async (
  { contract, answer }: BoundRoute,
  event: APIGatewayProxyEventV2,
  context: Context,
  pathParams: Record<string, string>,
  services: ApiServices,
  requestId: string,
): Promise<unknown> => {
  const header = (name: string): string | undefined => event.headers[name];
  checkFrontDoor(header);
  const caller = contract.auth === 'api_key' ? await authenticate(header, services) : undefined;
  const contentType = header('content-type') ?? '';
  const parsed = parseBody(event, contentType, contract.textBodies ?? []);
  const input: Input<RouteContract> = {
    params: parse(contract.params, pathParams, 'path'),
    query: parse(
      contract.query,
      Object.fromEntries(new URLSearchParams(event.rawQueryString)),
      'query',
    ),
    body:
      parsed.kind === 'text'
        ? undefined
        : parse(contract.body, parsed.kind === 'json' ? parsed.value : undefined, 'body'),
  };
  const baseUrl = publicBaseUrl(event);
  const call = {
    requestId,
    publicBaseUrl: baseUrl,
    clientIp: header(CLIENT_ADDRESS_HEADER) ?? event.requestContext.http.sourceIp,
    userAgent: header('user-agent') ?? '',
    country: countryOf(header(CLIENT_COUNTRY_HEADER)),
    knownDevice:
      services.deviceSecret === undefined
        ? undefined
        : readDeviceCookie(event.cookies ?? [], {
            secret: services.deviceSecret,
            publicBaseUrl: baseUrl,
          }),
    text: parsed.kind === 'text' ? parsed.text : undefined,
    contentType,
    header,
    event,
    ...caller,
  } as AuthenticatedCall;
  const idempotencyKey =
    contract.method === 'POST' && !contract.repeatable ? header('idempotency-key') : undefined;
  if (idempotencyKey === undefined || caller === undefined) return answer(input, call);
  return services.replies.once(
    {
      caller,
      route: contract.operationId,
      path: event.rawPath,
      key: idempotencyKey,
      body: event.body ?? '',
      context,
    },
    () => answer(input, call),
  );
};

/** Only reached behind the front door, which replaces what a client claims. */
const countryOf = (text: string | undefined): string | undefined =>
  text !== undefined && /^[A-Z]{2}$/.test(text) ? text : undefined;

const parse = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: 'body' | 'query' | 'path',
): z.output<Schema> => {
  const result = schema.safeParse(value);
  if (!result.success) {
    // A malformed id in a path names nothing: the same answer as for an id that does not exist.
    if (where === 'path')
      throw new AppError('not_found', 'No such object.', { cause: result.error });
    throw invalidInput(result.error, where);
  }
  return result.data;
};

const checkFrontDoor = (header: (name: string) => string | undefined): void => {
  const expected = process.env[ENV.originSecret];
  if (!expected || !constantTimeEqual(header(ORIGIN_SECRET_HEADER) ?? '', expected)) {
    throw new AppError(
      'origin_not_allowed',
      'This address is not public. Use the address you were given.',
    );
  }
};

const authenticate = async (
  header: (name: string) => string | undefined,
  services: ApiServices,
): Promise<Caller> => {
  const match = /^Bearer\s+(sk_(?:test|live)_[A-Za-z0-9_-]{16,128})$/.exec(
    header('authorization') ?? '',
  );
  const caller = match?.[1] ? await services.authenticate(match[1]) : undefined;
  if (!caller) {
    throw new AppError(
      'unauthenticated',
      'No valid API key. Send "Authorization: Bearer sk_test_…" with a key that was not revoked.',
    );
  }
  return caller;
};

/** `https://pay.example.com`, as the client addressed us; no trailing slash. */
export const publicBaseUrl = ({ headers, requestContext }: APIGatewayProxyEventV2): string => {
  const host = headers[PUBLIC_HOST_HEADER] ?? requestContext.domainName;
  const protocol = headers['x-forwarded-proto'] ?? 'https';
  return `${protocol}://${host}`;
};
