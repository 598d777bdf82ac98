import { bytesOf, type Fields, textField } from '../wire/fields.ts';
import { jsonFields } from '../wire/json-fields.ts';
import { jsonObject } from '../wire/json-object.ts';
import { below } from '../wire/provider-address.ts';
import type { JeepayContext } from './config.ts';
import { signatureOf, verifySignature } from './sign.ts';

/**
 * - `done`: code 0 with `data`, signed by the gateway.
 * - `refused`: any other code; the gateway does not sign these.
 * - `not_sent`: no connection was made. `no_answer`: anything else; the request may have had its effect.
 */
export type GatewayReply =
  | { readonly kind: 'done'; readonly data: Fields }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

/** Statuses that a web server gives instead of running the program behind it. */
const TURNED_AWAY = new Set([401, 403, 404, 405, 410, 413, 414, 415, 429]);

/** Posts a signed request. Blank fields are left out; numbers are signed as they are written. */
export const post = async (
  { config, credentials, http, now }: JeepayContext,
  path: string,
  request: Readonly<Record<string, string | number>>,
): Promise<GatewayReply> => {
  const message = {
    mchNo: config.mchNo,
    appId: config.appId,
    ...request,
    reqTime: String(now.getTime()),
    version: '1.0',
    signType: 'MD5',
  };
  const fields: Fields = new Map(
    Object.entries(message).map(([name, value]) => [bytesOf(name), bytesOf(String(value))]),
  );
  const response = await http.request({
    method: 'POST',
    url: below(config.gatewayUrl, path),
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ ...message, sign: signatureOf(fields, credentials.appSecret) }),
  });
  if (response.kind !== 'response') return response;
  if (response.status >= 500)
    return { kind: 'no_answer', detail: `the gateway answered ${response.status}` };
  const read = readReply(response.body, credentials.appSecret);
  if (read) return read;
  return TURNED_AWAY.has(response.status)
    ? {
        kind: 'refused',
        code: String(response.status),
        message: `the gateway's web server answered ${response.status}`,
      }
    : {
        kind: 'no_answer',
        detail: `the gateway answered ${response.status} with something that is no reply of this protocol`,
      };
};

const readReply = (body: string, secret: string): GatewayReply | undefined => {
  const outer = jsonFields(body);
  if (outer.kind !== 'fields' || !outer.fields.has('code')) return undefined;
  const code = textField(outer.fields, 'code', 20);
  if (code !== '0') return { kind: 'refused', code, message: textField(outer.fields, 'msg') };
  const data = dataOf(body);
  return data && verifySignature(data, secret, textField(outer.fields, 'sign', 64))
    ? { kind: 'done', data }
    : { kind: 'no_answer', detail: "the gateway's reply does not carry its signature" };
};

/** The fields of `data` as they are signed; everything in it is a text or a whole number. */
const dataOf = (body: string): Fields | undefined => {
  const data = jsonObject(body)?.data;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  return new Map(
    Object.entries(data)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [bytesOf(name), bytesOf(String(value))]),
  );
};
