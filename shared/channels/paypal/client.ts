import { clientCredentialsToken } from '../wire/client-credentials.ts';
import { jsonObject, textIn } from '../wire/json-object.ts';
import { below } from '../wire/provider-address.ts';
import { apiUrlOf, type PaypalContext } from './config.ts';

/**
 * - `done`: 2xx with its object.
 * - `refused`: 4xx with the error's issue, and its links where it has any.
 * - `not_sent`: no connection was made, or no token was given. `no_answer`: anything else.
 */
export type PaypalReply =
  | { readonly kind: 'done'; readonly value: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly issue: string;
      readonly message: string;
      readonly error: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

/** One call with an access token; a token that is refused is fetched anew once. */
export const callPaypal = async (
  context: PaypalContext,
  method: 'GET' | 'POST',
  path: string,
  { body, requestId }: { readonly body?: object | string; readonly requestId?: string } = {},
): Promise<PaypalReply> => {
  for (const fresh of [false, true]) {
    const token = await tokenOf(context, fresh);
    if (token.kind === 'not_sent') return token;
    if (token.kind === 'refused') return { ...token, issue: 'AUTHENTICATION_FAILURE', error: {} };
    const reply = await send(context, method, path, { token: token.value, body, requestId });
    if (fresh || reply.kind !== 'refused' || reply.status !== 401) return reply;
  }
  return { kind: 'no_answer', detail: 'PayPal refuses every token' };
};

const tokenOf = (context: PaypalContext, fresh: boolean) =>
  clientCredentialsToken(context.http, {
    tokenUrl: below(apiUrlOf(context), 'v1/oauth2/token'),
    clientId: context.config.clientId,
    clientSecret: context.credentials.clientSecret,
    now: context.now,
    fresh,
  });

const send = async (
  context: PaypalContext,
  method: 'GET' | 'POST',
  path: string,
  call: {
    readonly token: string;
    readonly body: object | string | undefined;
    readonly requestId: string | undefined;
  },
): Promise<PaypalReply> => {
  const text = typeof call.body === 'object' ? JSON.stringify(call.body) : call.body;
  const response = await context.http.request({
    method,
    url: below(apiUrlOf(context), path),
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${call.token}`,
      prefer: 'return=representation',
      ...(call.requestId === undefined ? {} : { 'paypal-request-id': call.requestId }),
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
  if (response.kind !== 'response') return response;
  const value = jsonObject(response.body);
  const { status } = response;
  if (status >= 200 && status < 300 && value) return { kind: 'done', value };
  if (status >= 400 && status < 500 && value) return refusalOf(status, value);
  return { kind: 'no_answer', detail: `PayPal answered ${status}` };
};

const refusalOf = (
  status: number,
  error: Readonly<Record<string, unknown>>,
): Extract<PaypalReply, { kind: 'refused' }> => {
  const details = Array.isArray(error.details) ? error.details[0] : undefined;
  const first = (details ?? {}) as Readonly<Record<string, unknown>>;
  const issue =
    textIn(first, 'issue', 80) || textIn(error, 'name', 80) || textIn(error, 'error', 80);
  const message = textIn(first, 'description') || textIn(error, 'message') || issue;
  return { kind: 'refused', status, issue, message: message || String(status), error };
};

/** The address of the first link with one of these relations, if it is a web address. */
export const linkOf = (
  value: Readonly<Record<string, unknown>>,
  relations: readonly string[],
): string | undefined => {
  const links = Array.isArray(value.links) ? (value.links as unknown[]) : [];
  for (const link of links) {
    const { rel, href } = (link ?? {}) as { rel?: unknown; href?: unknown };
    const url = typeof href === 'string' ? URL.parse(href) : null;
    if (relations.includes(String(rel)) && url && /^https?:$/.test(url.protocol)) return url.href;
  }
  return undefined;
};
