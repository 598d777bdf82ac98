import type { ProviderHttp, ProviderResponse } from '../../application/ports/provider-http.ts';
import { below } from '../wire/provider-address.ts';
import type { CamaraContext } from './config.ts';

const PAYMENT_VERSION = 'v0.5';
const REFUND_VERSION = 'v0.3';
const SCOPES = [
  'carrier-billing:payments:create',
  'carrier-billing:payments:read',
  'carrier-billing:payments:write',
  'carrier-billing-refund:refunds:create',
  'carrier-billing-refund:refunds:read',
].join(' ');
/** A token is not used in its last seconds. */
const MARGIN_MILLIS = 30_000;

/**
 * - `done`: 2xx with its JSON (an empty object for 202 and 204).
 * - `refused`: 4xx with the operator's code.
 * - `not_sent`: no connection was made, or no token was given: nothing can have happened. `no_answer`: anything else.
 */
export type OperatorReply =
  | {
      readonly kind: 'done';
      readonly value: Readonly<Record<string, unknown>> | readonly unknown[];
    }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

interface Token {
  readonly value: string;
  readonly endsAt: number;
}

/** Tokens by the account they were given to; they live as long as the HTTP they came by. */
const tokens = new WeakMap<ProviderHttp, Map<string, Token>>();

export const paymentPath = ({ config }: CamaraContext, rest: string): string =>
  `carrier-billing/${config.paymentVersion ?? PAYMENT_VERSION}/${rest}`;

export const refundPath = ({ config }: CamaraContext, rest: string): string =>
  `carrier-billing-refund/${config.refundVersion ?? REFUND_VERSION}/${rest}`;

/** One call with an access token; a token that is refused is fetched anew once. */
export const callOperator = async (
  context: CamaraContext,
  method: 'GET' | 'POST',
  path: string,
  { body, correlator }: { readonly body?: object; readonly correlator: string },
): Promise<OperatorReply> => {
  for (const fresh of [false, true]) {
    const token = await tokenOf(context, fresh);
    if (token.kind !== 'token') return token.reply;
    const response = await context.http.request({
      method,
      url: below(context.config.apiRoot, path),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token.value}`,
        'x-correlator': correlator,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const reply = replyOf(response);
    if (fresh || reply.kind !== 'refused' || reply.status !== 401) return reply;
  }
  return { kind: 'no_answer', detail: 'the operator refuses every token' };
};

type TokenOutcome =
  | { readonly kind: 'token'; readonly value: string }
  | { readonly kind: 'none'; readonly reply: OperatorReply };

const tokenOf = async (context: CamaraContext, fresh: boolean): Promise<TokenOutcome> => {
  const { config, credentials, http, now } = context;
  const kept = tokens.get(http) ?? new Map<string, Token>();
  tokens.set(http, kept);
  const account = `${config.tokenUrl} ${config.clientId}`;
  const known = kept.get(account);
  if (known && !fresh && known.endsAt > now.getTime() + MARGIN_MILLIS)
    return { kind: 'token', value: known.value };
  const basic = Buffer.from(
    `${encodeURIComponent(config.clientId)}:${encodeURIComponent(credentials.clientSecret)}`,
  ).toString('base64');
  const response = await http.request({
    method: 'POST',
    url: config.tokenUrl,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPES }).toString(),
  });
  return tokenFrom(response, { kept, account, now });
};

/** Whatever goes wrong here, no payment was asked for. */
const tokenFrom = (
  response: ProviderResponse,
  { kept, account, now }: { kept: Map<string, Token>; account: string; now: Date },
): TokenOutcome => {
  if (response.kind !== 'response')
    return { kind: 'none', reply: { kind: 'not_sent', detail: response.detail } };
  const answer = objectOf(response.body);
  const value = answer?.access_token;
  if (response.status === 200 && typeof value === 'string' && value !== '') {
    const seconds = typeof answer?.expires_in === 'number' ? answer.expires_in : 60;
    kept.set(account, { value, endsAt: now.getTime() + seconds * 1000 });
    return { kind: 'token', value };
  }
  if (response.status === 400 || response.status === 401)
    return {
      kind: 'none',
      reply: {
        kind: 'refused',
        status: response.status,
        code: 'UNAUTHENTICATED',
        message: `the operator gives no token: ${String(answer?.error ?? response.status).slice(0, 80)}`,
      },
    };
  return {
    kind: 'none',
    reply: { kind: 'not_sent', detail: `the token endpoint answered ${response.status}` },
  };
};

const replyOf = (response: ProviderResponse): OperatorReply => {
  if (response.kind !== 'response') return response;
  const { status, body } = response;
  if (status === 202 || status === 204) return { kind: 'done', value: objectOf(body) ?? {} };
  const value = jsonOf(body);
  if (status >= 200 && status < 300 && typeof value === 'object' && value !== null)
    return { kind: 'done', value: value as Readonly<Record<string, unknown>> };
  const error = objectOf(body);
  if (status >= 400 && status < 500 && typeof error?.code === 'string')
    return {
      kind: 'refused',
      status,
      code: error.code.slice(0, 80),
      message: String(error.message ?? error.code).slice(0, 200),
    };
  return { kind: 'no_answer', detail: `the operator answered ${status}` };
};

const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const objectOf = (body: string): Readonly<Record<string, unknown>> | undefined => {
  const value = jsonOf(body);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
};
