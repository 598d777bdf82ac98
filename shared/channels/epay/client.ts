import type { ProviderRequest } from '../../application/ports/provider-http.ts';
import { bytesOf, type Fields } from '../wire/fields.ts';
import { jsonFields } from '../wire/json-fields.ts';
import { below } from '../wire/provider-address.ts';
import { readRsaKey } from '../wire/rsa-key.ts';
import type { EpayContext } from './config.ts';
import { md5Signature, rsaSignature, verifyRsa } from './sign.ts';

/** Text fields of a request, before signing. Blank ones are left out. */
export type RequestFields = Readonly<Record<string, string | undefined>>;

/**
 * - `reply`: the gateway's program answered in JSON.
 * - `refused`: the web server turned the request away (4xx) before the gateway's program saw it.
 * - `not_sent`: no connection was made.
 * - `no_answer`: anything else; the request may have had its effect.
 */
export type GatewayReply =
  | { readonly kind: 'reply'; readonly fields: Fields }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

/** Statuses that a web server gives instead of running the program behind it. */
const TURNED_AWAY = new Set([401, 403, 404, 405, 410, 413, 414, 415, 429]);

/** The address of one of the gateway's scripts, also when the gateway lives in a folder. */
export const endpoint = ({ config }: EpayContext, path: string): string =>
  below(config.gatewayUrl, path);

/**
 * A request with our account, (in v2) the time, and the signature of the configured protocol.
 *
 * @returns `undefined` when the stored key cannot sign
 */
export const signedRequest = (
  context: EpayContext,
  request: RequestFields,
): Record<string, string> | undefined => {
  const { config, credentials, now } = context;
  const v2 = config.protocol === 'v2';
  const fields: RequestFields = {
    pid: config.pid,
    ...request,
    ...(v2 ? { timestamp: String(Math.floor(now.getTime() / 1000)) } : {}),
  };
  const filled = Object.entries(fields).filter((pair): pair is [string, string] => !!pair[1]);
  const signable: Fields = new Map(filled.map(([name, value]) => [name, bytesOf(value)]));
  const signature = v2
    ? rsaSignatureOf(signable, credentials.merchantPrivateKey)
    : md5SignatureOf(signable, credentials.key);
  if (!signature) return undefined;
  return { ...Object.fromEntries(filled), sign: signature, sign_type: v2 ? 'RSA' : 'MD5' };
};

const md5SignatureOf = (fields: Fields, key: string | undefined): string | undefined =>
  key?.trim() ? md5Signature(fields, key) : undefined;

const rsaSignatureOf = (fields: Fields, privateKey: string | undefined): string | undefined => {
  const key = readRsaKey(privateKey ?? '', 'private');
  return key && rsaSignature(fields, key);
};

/** Posts a form and reads the JSON that comes back. */
export const post = (
  context: EpayContext,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<GatewayReply> =>
  ask(context, {
    method: 'POST',
    url: endpoint(context, path),
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  });

export const ask = async (
  context: EpayContext,
  request: ProviderRequest,
): Promise<GatewayReply> => {
  const response = await context.http.request(request);
  if (response.kind !== 'response') return response;
  if (response.status >= 500) {
    return { kind: 'no_answer', detail: `the gateway answered ${response.status}` };
  }
  // Gateways send JSON as text/html too, so the body decides, not its type.
  const read = jsonFields(response.body);
  if (read.kind === 'fields' && read.fields.has('code')) {
    return { kind: 'reply', fields: read.fields };
  }
  if (TURNED_AWAY.has(response.status)) {
    return { kind: 'refused', detail: `the gateway's web server answered ${response.status}` };
  }
  return {
    kind: 'no_answer',
    detail: `the gateway answered ${response.status} with something that is no reply of this protocol`,
  };
};

/** Whether the gateway signed this v2 reply. v1 replies carry no signature: there TLS alone vouches for them. */
export const isSignedByGateway = ({ credentials }: EpayContext, fields: Fields): boolean => {
  const key = readRsaKey(credentials.platformPublicKey ?? '', 'public');
  return key !== undefined && verifyRsa(fields, key, fields.get('sign') ?? '');
};
