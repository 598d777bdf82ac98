import { errorEnvelopeSchema } from '#shared/contract/api/error-envelope.ts';
import { type DocumentedError, ERROR_REFERENCE } from '#shared/contract/api/error-reference.ts';
import { errorsOf } from '#shared/contract/api/errors-of.ts';
import type { RouteContract } from '#shared/contract/api/route.ts';

/** One example per error code; the responses point to them. */
export const errorExamples = (): Record<string, { summary: string; value: unknown }> =>
  Object.fromEntries(
    ERROR_REFERENCE.map((error) => [
      error.code,
      {
        summary: error.meaning,
        value: {
          error: {
            type: error.type,
            code: error.code,
            message: `${error.meaning} ${error.remedy}`,
            request_id: 'req_Zk3vXgW8vHcEJTQ=',
            retryable: error.retryable,
            doc_url: `/docs#${error.code}`,
          },
        },
      },
    ]),
  );

/** The error responses of a route, one per status, each with the codes it may carry. */
export const errorResponses = (route: RouteContract) => {
  const codes = new Set<string>(errorsOf(route));
  const byStatus = Map.groupBy(
    ERROR_REFERENCE.filter(({ code }) => codes.has(code)),
    ({ status }) => String(status),
  );
  return Object.fromEntries([...byStatus].map(([status, errors]) => [status, response(errors)]));
};

const response = (errors: readonly DocumentedError[]) => ({
  description: errors.map(({ code }) => `\`${code}\``).join(', '),
  headers: {
    'Request-Id': { $ref: '#/components/headers/RequestId' },
    ...(errors.some(({ retryable }) => retryable)
      ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }
      : {}),
  },
  content: {
    'application/json': {
      schema: errorEnvelopeSchema,
      examples: Object.fromEntries(
        errors.map(({ code }) => [code, { $ref: `#/components/examples/${code}` }]),
      ),
    },
  },
});
