import { z } from 'zod';
import type { ErrorCode } from '../../domain/errors/app-error.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * - `api_key`: `Authorization: Bearer sk_…`; the call acts for that key's tenant.
 * - `checkout_token`: the path parameter `token` names one order.
 * - `none`: public.
 */
export type RouteAuth = 'api_key' | 'checkout_token' | 'none';

/**
 * One route of the HTTP API: what goes in, what comes out, which errors. The handler, the OpenAPI document, the
 * typed client and the tests are all derived from it.
 */
export interface RouteContract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
  Auth extends RouteAuth = RouteAuth,
> {
  readonly method: HttpMethod;
  /** With parameters as `:name`. */
  readonly path: `/${string}`;
  /** The stage that serves it: a folder in functions/. */
  readonly stage: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly auth: Auth;
  readonly params: Params;
  readonly query: Query;
  /** `z.undefined()` when the route takes no body. */
  readonly body: Body;
  /** The body may also come as text of these types; the handler then gets it as `call.text`. */
  readonly textBodies?: readonly string[];
  readonly reply: Reply;
  /** The media type of a reply that is not JSON (pages); `reply` then describes the text. */
  readonly replyType?: string;
  readonly status: number;
  /** A POST that is harmless to repeat as it is: its reply is not kept under an `Idempotency-Key`. */
  readonly repeatable?: boolean;
  readonly errors: readonly ErrorCode[];
  /** A request and its reply, executed by the tests and shown in the docs. */
  readonly example?: { readonly body?: unknown };
}

/** An object that refuses unknown fields, so that a typing error is not silently ignored. */
export const strict = z.strictObject;

export const noParams = strict({});
export const noQuery = strict({});
export const noBody = z.undefined();

export const defineRoute = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
  const Auth extends RouteAuth,
>(
  route: RouteContract<Params, Query, Body, Reply, Auth>,
): RouteContract<Params, Query, Body, Reply, Auth> => route;

/** Query parameters of every list. `starting_after` is the last id of the page before. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Objects a page, 1 to 100.'),
  starting_after: z.string().max(64).optional().describe('The last id of the page before.'),
};

export const listReply = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), has_more: z.boolean() });

/** Money in the API: integer minor units (分, cents; USDT has six decimals) and the currency's code. */
export const apiAmount = z
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER)
  .describe('Integer minor units of the currency, e.g. 990 = ¥9.90.');

export const apiTime = z.iso.datetime().describe('RFC 3339, UTC.');
