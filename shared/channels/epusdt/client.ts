import { bytesOf, type Fields, textField } from '../wire/fields.ts';
import { jsonFields } from '../wire/json-fields.ts';
import { jsonObject } from '../wire/json-object.ts';
import { below } from '../wire/provider-address.ts';
import type { EpusdtContext } from './config.ts';
import { STYLES } from './number-text.ts';
import { type Message, messageSignature } from './sign.ts';

/**
 * - `done`: `status_code` 200, with the fields of `data`.
 * - `refused`: any other `status_code`.
 * - `not_sent`: no connection was made. `no_answer`: anything else; the request may have had its effect.
 */
export type GatewayReply =
  | { readonly kind: 'done'; readonly data: Fields }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

/** A signed request. Its numbers stay numbers: the gateway's schema wants them so. */
export const postSigned = (
  context: EpusdtContext,
  path: string,
  message: Message,
): Promise<GatewayReply> => {
  const { config, credentials } = context;
  const signature = messageSignature(message, credentials.apiToken, STYLES[config.dialect]);
  return ask(context, 'POST', path, JSON.stringify({ ...message, signature }));
};

export const ask = async (
  { config, http }: EpusdtContext,
  method: 'GET' | 'POST',
  path: string,
  body?: string,
): Promise<GatewayReply> => {
  const response = await http.request({
    method,
    url: below(config.gatewayUrl, path),
    headers: {
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body } : {}),
  });
  if (response.kind !== 'response') return response;
  if (response.status >= 500)
    return { kind: 'no_answer', detail: `the gateway answered ${response.status}` };
  return (
    readReply(response.body) ?? {
      kind: 'no_answer',
      detail: `the gateway answered ${response.status} with something that is no reply of this protocol`,
    }
  );
};

const readReply = (body: string): GatewayReply | undefined => {
  const outer = jsonFields(body);
  if (outer.kind !== 'fields' || !outer.fields.has('status_code')) return undefined;
  const code = textField(outer.fields, 'status_code', 20);
  if (code !== '200') return { kind: 'refused', code, message: textField(outer.fields, 'message') };
  return { kind: 'done', data: dataOf(body) };
};

/** The fields of `data`, numbers in their own spelling. */
const dataOf = (body: string): Fields => {
  const data = jsonObject(body)?.data;
  if (typeof data !== 'object' || data === null) return new Map();
  return new Map(
    Object.entries(data).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number'
        ? [[bytesOf(name), bytesOf(String(value))] as const]
        : [],
    ),
  );
};
