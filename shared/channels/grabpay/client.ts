import type { ProviderResponse } from '../../application/ports/provider-http.ts';
import { jsonObject, textIn } from '../wire/json-object.ts';
import { apiUrlOf, COUNTRIES, type GrabpayContext } from './config.ts';
import { callSignature, proofOfPossession } from './sign.ts';

const CONTENT_TYPE = 'application/json';

/**
 * - `done`: 2xx with a JSON object.
 * - `refused`: 4xx with the provider's words.
 * - `not_sent`: no connection was made. `no_answer`: anything else.
 */
export type GrabReply =
  | { readonly kind: 'done'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

/** The partner API's paths differ in Vietnam. */
export const partnerPath = ({ config }: GrabpayContext, rest: string): string =>
  `${COUNTRIES[config.country].path}/${rest}`;

/** A call that belongs to no buyer, signed by the partner's secret. */
export const callAsPartner = (
  context: GrabpayContext,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<GrabReply> => {
  const { config, credentials, now } = context;
  const text = body ? JSON.stringify(body) : '';
  const date = now.toUTCString();
  const signature = callSignature(
    { method, contentType: CONTENT_TYPE, date, path, body: text },
    credentials.partnerSecret,
  );
  return send(context, method, path, text, {
    authorization: `${config.partnerId}:${signature}`,
    date,
  });
};

/** A call that bears the buyer's token. */
export const callAsBuyer = (
  context: GrabpayContext,
  method: 'GET' | 'POST',
  path: string,
  { token, body }: { readonly token: string; readonly body?: object },
): Promise<GrabReply> => {
  const { credentials, now } = context;
  return send(context, method, path, body ? JSON.stringify(body) : '', {
    authorization: `Bearer ${token}`,
    date: now.toUTCString(),
    'x-gid-aux-pop': proofOfPossession(token, credentials.clientSecret, now),
  });
};

/** `/grabid/v1/oauth2/token`: neither a token nor a signature yet. */
export const exchangeCode = (
  context: GrabpayContext,
  body: Readonly<Record<string, string>>,
): Promise<GrabReply> => send(context, 'POST', '/grabid/v1/oauth2/token', JSON.stringify(body), {});

const send = async (
  { config, http }: GrabpayContext,
  method: 'GET' | 'POST',
  path: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<GrabReply> =>
  replyOf(
    await http.request({
      method,
      url: `${apiUrlOf(config).replace(/\/+$/, '')}${path}`,
      headers: { accept: CONTENT_TYPE, 'content-type': CONTENT_TYPE, ...headers },
      ...(body === '' ? {} : { body }),
    }),
  );

const replyOf = (response: ProviderResponse): GrabReply => {
  if (response.kind !== 'response') return response;
  const { status } = response;
  const value = jsonObject(response.body);
  if (status >= 200 && status < 300 && value) return { kind: 'done', value };
  if (status >= 400 && status < 500)
    return {
      kind: 'refused',
      status,
      message: String(value?.reason ?? value?.message ?? value?.error ?? status).slice(0, 200),
    };
  return { kind: 'no_answer', detail: `GrabPay answered ${status}` };
};

/** A text of a reply: codes and tokens are long. */
export const textOf = (value: Readonly<Record<string, unknown>>, name: string): string =>
  textIn(value, name, 4_000);
