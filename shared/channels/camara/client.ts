import type { ProviderResponse } from '../../application/ports/provider-http.ts';
import { clientCredentialsToken } from '../wire/client-credentials.ts';
import { jsonObject } from '../wire/json-object.ts';
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
    if (token.kind === 'refused') return { ...token, code: 'UNAUTHENTICATED' };
    if (token.kind === 'not_sent') return token;
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

const tokenOf = ({ config, credentials, http, now }: CamaraContext, fresh: boolean) =>
  clientCredentialsToken(http, {
    tokenUrl: config.tokenUrl,
    clientId: config.clientId,
    clientSecret: credentials.clientSecret,
    scope: SCOPES,
    now,
    fresh,
  });

/** Timed out, and too early: an operator's front says so of a request that may have charged all the same. */
const UNCLEAR: readonly number[] = [408, 425];

const replyOf = (response: ProviderResponse): OperatorReply => {
  if (response.kind !== 'response') return response;
  const { status, body } = response;
  if (status === 202 || status === 204) return { kind: 'done', value: jsonObject(body) ?? {} };
  const value = jsonOf(body);
  if (status >= 200 && status < 300 && typeof value === 'object' && value !== null)
    return { kind: 'done', value: value as Readonly<Record<string, unknown>> };
  const error = jsonObject(body);
  const isRefusal = status >= 400 && status < 500 && !UNCLEAR.includes(status);
  if (isRefusal && typeof error?.code === 'string')
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
