import { z } from 'zod';
import type { ErrorCode } from '../../domain/errors/app-error.ts';
import type { RouteContract } from './route.ts';

const ANY_CALL = ['origin_not_allowed', 'rate_limited', 'internal_error', 'unavailable'] as const;
const ANY_INPUT = ['invalid_parameter', 'missing_parameter', 'unknown_parameter'] as const;
const ANY_BODY = ['invalid_json', 'body_too_large', 'unsupported_media_type'] as const;
const ANY_REPLAYED = ['idempotency_key_reused', 'idempotency_in_progress'] as const;

/** Whether a route reads a body at all. */
export const takesBody = (route: RouteContract): boolean =>
  !(route.body instanceof z.ZodUndefined) || (route.textBodies ?? []).length > 0;

/** Whether the route replays its reply to a repeated `Idempotency-Key`. */
export const replaysReplies = (route: RouteContract): boolean =>
  route.method === 'POST' && route.auth === 'api_key' && !route.repeatable;

const readsQuery = ({ query }: RouteContract): boolean =>
  query instanceof z.ZodObject && Object.keys(query.shape).length > 0;

/** A strict object has the catch-all `never`: anything it does not name is an error. */
const refusesUnknownQuery = ({ query }: RouteContract): boolean =>
  query instanceof z.ZodObject && query.def.catchall instanceof z.ZodNever;

/** Every error a route can answer: those it names and those that come with its kind of input. */
export const errorsOf = (route: RouteContract): readonly ErrorCode[] => [
  ...new Set<ErrorCode>([
    ...(takesBody(route) ? ANY_BODY : []),
    ...(takesBody(route) || readsQuery(route) ? ANY_INPUT : []),
    ...(refusesUnknownQuery(route) ? (['unknown_parameter'] as const) : []),
    ...(route.auth === 'api_key' ? (['unauthenticated'] as const) : []),
    ...(replaysReplies(route) ? ANY_REPLAYED : []),
    ...route.errors,
    ...ANY_CALL,
  ]),
];
