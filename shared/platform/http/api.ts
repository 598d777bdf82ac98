import { Router } from '@aws-lambda-powertools/event-handler/http';
import middy from '@middy/core';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { AppError } from '../../domain/errors/app-error.ts';
import { type Observe, observe } from '../observe.ts';
import { type ApiServices, answerRoute, publicBaseUrl } from './answer-route.ts';
import type { BoundRoute } from './bound-route.ts';
import { RawReply } from './call.ts';
import { compressReply } from './compress-reply.ts';
import { deviceCookie } from './device-cookie.ts';
import { errorEnvelope } from './errors.ts';
import { JSON_HEADERS } from './json-reply.ts';

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
          context,
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
    return reply(errorReply(error, requestIdOf(event)), context);
  });
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .after(() => observed.flush())
    .handler(async (event, context) =>
      compressReply(
        (await router.resolve(event, context)) as APIGatewayProxyStructuredResultV2,
        event.headers['accept-encoding'],
      ),
    ) as unknown as HttpHandler;
};

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
  cookies?: string[];
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

const requestIdOf = (event: APIGatewayProxyEventV2): string =>
  `req_${event.requestContext.requestId}`;

/** For the router, which turns it into what API Gateway takes: bytes as base64. */
const reply = (
  { status, headers, body, cookies = [] }: Reply,
  context: { isBase64Encoded?: boolean },
) => {
  context.isBase64Encoded = typeof body !== 'string';
  const response = new Response(typeof body === 'string' ? body : Buffer.from(body), {
    status,
    headers,
  });
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
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

const cookiesOf = (
  { device }: RawReply,
  event: APIGatewayProxyEventV2,
  { deviceSecret }: ApiServices,
): Pick<Reply, 'cookies'> =>
  device === undefined || deviceSecret === undefined
    ? {}
    : {
        cookies: [
          deviceCookie(device, { secret: deviceSecret, publicBaseUrl: publicBaseUrl(event) }),
        ],
      };

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
        ...cookiesOf(answer, event, services),
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
