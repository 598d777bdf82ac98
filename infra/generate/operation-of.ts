import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { replaysReplies, takesBody } from '#shared/contract/api/errors-of.ts';
import type { RouteContract } from '#shared/contract/api/route.ts';
import { errorResponses } from './error-responses.ts';

const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .optional()
    .describe(
      'Names the call: repeating it within a day with the same body gives the first reply instead of doing it again.',
    ),
});

/** A route's contract as an OpenAPI operation. */
export const operationOf = (route: RouteContract, tag: string): ZodOpenApiOperationObject => ({
  operationId: route.operationId,
  summary: route.summary,
  description: route.description,
  tags: [tag],
  security: route.auth === 'api_key' ? [{ apiKey: [] }] : [],
  requestParams: {
    ...(hasFields(route.params) ? { path: route.params } : {}),
    ...(hasFields(route.query) ? { query: route.query } : {}),
    ...(replaysReplies(route) ? { header: idempotencyHeader } : {}),
  },
  ...(takesBody(route) ? { requestBody: requestBody(route) } : {}),
  responses: { [String(route.status)]: success(route), ...errorResponses(route) },
});

const hasFields = (schema: z.ZodType): schema is z.ZodObject =>
  schema instanceof z.ZodObject && Object.keys(schema.shape).length > 0;

const requestBody = (route: RouteContract) => {
  const hasJson = !(route.body instanceof z.ZodUndefined);
  return {
    required: !hasJson || !route.body.safeParse(undefined).success,
    content: {
      ...(hasJson ? { 'application/json': { schema: route.body } } : {}),
      ...Object.fromEntries(
        (route.textBodies ?? []).map((type) => [type, { schema: { type: 'string' as const } }]),
      ),
    },
  };
};

const success = (route: RouteContract) => ({
  description: STATUS_CODES[route.status] ?? 'Success',
  headers: { 'Request-Id': { $ref: '#/components/headers/RequestId' } },
  content: { [route.replyType ?? 'application/json']: { schema: route.reply } },
});
