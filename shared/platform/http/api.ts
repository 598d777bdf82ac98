import { Router } from '@aws-lambda-powertools/event-handler/http';
import middy from '@middy/core';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import type { z } from 'zod';
import type { RouteContract } from '../../contract/api/route.ts';
import {
  CLIENT_ADDRESS_HEADER,
  ENV,
  ORIGIN_SECRET_HEADER,
  PUBLIC_HOST_HEADER,
} from '../../contract/environment.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import { type Observe, observe } from '../observe.ts';
import { parseBody } from './body.ts';
import { type AuthenticatedCall, type Call, type Caller, RawReply } from './call.ts';
import { constantTimeEqual } from './constant-time.ts';
import { errorEnvelope, invalidInput } from './errors.ts';
import type { ReplyCache } from './idempotency.ts';

interface Input<Route extends RouteContract> {
  readonly params: z.output<Route['params']>;
  readonly query: z.output<Route['query']>;
  readonly body: z.output<Route['body']>;
}

type CallOf<Route extends RouteContract> = Route['auth'] extends 'api_key'
  ? AuthenticatedCall
  : Call;

/** A route bound to the code that answers it. */
export interface BoundRoute {
  readonly contract: RouteContract;
  readonly answer: (input: Input<RouteContract>, call: AuthenticatedCall) => Promise<unknown>;
}

/** Binds a route's contract to its handler; types flow from the contract's schemas. */
export const bind = <Route extends RouteContract>(
  contract: Route,
  answer: (input: Input<Route>, call: CallOf<Route>) => Promise<z.input<Route['reply']> | RawReply>,
): BoundRoute => ({ contract, answer: answer as BoundRoute['answer'] });

export interface ApiServices {
  readonly stage: string;
  /** Finds the owner of an API key; `undefined` when there is none. */
  readonly authenticate: (bearer: string) => Promise<Caller | undefined>;
  /** Replays replies to a repeated `Idempotency-Key`. */
  readonly replies: ReplyCache;
}

type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The Lambda of one HTTP stage: checks the front door, authenticates, parses, calls the route, and turns every
 * outcome into one reply format. `boundRoutes` is the whole of what it answers.
 */
export const api = (services: ApiServices, boundRoutes: readonly BoundRoute[]): HttpHandler => {
  const observed = observe(services.stage);
  const router = new Router({ logger: quiet });
  for (const route of boundRoutes) {
    router.route(
      async (context) =>
        reply(
          await respond(
            route,
            context.event as APIGatewayProxyEventV2,
            context.context,
            context.params,
            services,
            observed,
          ),
        ),
      { method: route.contract.method, path: route.contract.path },
    );
  }
  router.notFound(async (_error, context) => {
    const event = context.event as APIGatewayProxyEventV2;
    const error = new AppError(
      'not_found',
      `There is no ${event.requestContext.http.method} ${event.rawPath}. See /docs for every route.`,
    );
    return reply(errorReply(error, requestIdOf(event)));
  });
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .after(() => observed.flush())
    .handler(
      async (event, context) =>
        (await router.resolve(event, context)) as APIGatewayProxyStructuredResultV2,
    ) as unknown as HttpHandler;
};

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

const requestIdOf = (event: APIGatewayProxyEventV2): string =>
  `req_${event.requestContext.requestId}`;

const reply = ({ status, headers, body }: Reply) => ({
  statusCode: status,
  headers,
  body,
  isBase64Encoded: false,
});

const JSON_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
};

const errorReply = (error: AppError, requestId: string): Reply => ({
  status: error.status,
  headers: {
    ...JSON_HEADERS,
    'request-id': requestId,
    ...(error.retryAfterSeconds === undefined
      ? {}
      : { 'retry-after': String(error.retryAfterSeconds) }),
  },
  body: JSON.stringify(errorEnvelope(error, requestId)),
});

const respond = async (
  route: BoundRoute,
  event: APIGatewayProxyEventV2,
  context: Context,
  pathParams: Record<string, string>,
  services: ApiServices,
  observed: Observe,
): Promise<Reply> => {
  const requestId = requestIdOf(event);
  try {
    const answer = await answerRoute(route, event, context, pathParams, services, requestId);
    if (answer instanceof RawReply) {
      return {
        status: answer.status,
        headers: { ...answer.headers, 'request-id': requestId },
        body: answer.body,
      };
    }
    return {
      status: route.contract.status,
      headers: { ...JSON_HEADERS, 'request-id': requestId },
      body: JSON.stringify(answer) ?? '',
    };
  } catch (thrown) {
    const error =
      thrown instanceof AppError
        ? thrown
        : new AppError(
            'internal_error',
            'Something went wrong on our side. Try again; if it stays, tell us the request id.',
            { cause: thrown },
          );
    const fields = {
      requestId,
      route: route.contract.operationId,
      code: error.code,
      internal: error.internal,
      cause: error.cause,
    };
    if (error.status >= 500) observed.log.error('request failed', fields);
    else
      observed.log.info('request refused', {
        requestId,
        route: route.contract.operationId,
        code: error.code,
        param: error.param,
      });
    return errorReply(error, requestId);
  }
};

const answerRoute = async (
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
  const call = {
    requestId,
    publicBaseUrl: publicBaseUrl(event, header),
    clientIp: header(CLIENT_ADDRESS_HEADER) ?? event.requestContext.http.sourceIp,
    userAgent: header('user-agent') ?? '',
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

const publicBaseUrl = (
  event: APIGatewayProxyEventV2,
  header: (name: string) => string | undefined,
): string => {
  const host = header(PUBLIC_HOST_HEADER) ?? event.requestContext.domainName;
  const protocol = header('x-forwarded-proto') ?? 'https';
  return `${protocol}://${host}`;
};
