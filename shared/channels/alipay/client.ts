import type { ProviderResponse } from '../../application/ports/provider-http.ts';
import { type Fields, textField, textOf } from '../wire/fields.ts';
import { jsonFields } from '../wire/json-fields.ts';
import { jsonMembers } from '../wire/json-members.ts';
import type { AlipayContext } from './config.ts';
import { type AlipayCall, encoded, posted, signedParameters } from './request.ts';
import { isSigned } from './sign.ts';
import { isFromGateway } from './status.ts';
import { keysNamed, verifyingKeys } from './verifying-keys.ts';

/** Alipay's refusal: `code` says what kind, `subCode` exactly what, `message` is for people. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
  readonly subCode: string;
  readonly message: string;
}

/**
 * - `done`: code 10000 with Alipay's signature.
 * - `refused`: any other code, signed, or from the gateway itself before it knew whose key to sign with.
 * - `cannot_sign`: the stored keys are unusable; nothing was sent.
 * - `turned_away`: a web server refused (4xx) before Alipay's program saw the call.
 * - `not_sent`: no connection was made.
 * - `no_answer`: anything else; the call may have had its effect. `isKeyInDoubt`: a reply came, and its signature does not
 *   fit the key that is entered.
 */
export type AlipayReply =
  | { readonly kind: 'done'; readonly fields: Fields }
  | Refusal
  | { readonly kind: 'cannot_sign' | 'turned_away' | 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string; readonly isKeyInDoubt?: boolean };

/** Statuses that a web server gives instead of running the program behind it. */
const TURNED_AWAY = new Set([401, 403, 404, 405, 410, 413, 414, 415, 429]);

/** Calls the gateway and believes what it signed. */
export const call = async (
  context: AlipayContext,
  what: AlipayCall,
  timeoutMillis?: number,
): Promise<AlipayReply> => {
  const parameters = signedParameters(context, what);
  if (!parameters)
    return { kind: 'cannot_sign', detail: 'the stored keys cannot sign; enter them again' };
  const { url, fields } = posted(context, parameters);
  const response = await context.http.request({
    method: 'POST',
    url,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
    },
    body: encoded(fields),
    ...(timeoutMillis === undefined ? {} : { timeoutMillis }),
  });
  return response.kind === 'response' ? read(context, what.method, response) : response;
};

const noAnswer = (detail: string) => ({ kind: 'no_answer', detail }) as const;

const read = (
  context: AlipayContext,
  method: string,
  { status, bytes }: ProviderResponse & { kind: 'response' },
): AlipayReply => {
  if (TURNED_AWAY.has(status))
    return { kind: 'turned_away', detail: `Alipay's web server answered ${status}` };
  if (status !== 200) return noAnswer(`Alipay answered ${status}`);
  const members = jsonMembers(Buffer.from(bytes).toString('latin1'));
  const own = members?.get(`${method.replaceAll('.', '_')}_response`);
  const node = own ?? members?.get('error_response');
  const content = node === undefined ? undefined : jsonFields(textOf(node));
  if (!members || node === undefined || content?.kind !== 'fields')
    return noAnswer('Alipay answered with something that is no reply to this call');
  const { fields } = content;
  const doubt = doubtOf(context, { node, fields, members });
  if (doubt !== undefined) return { ...noAnswer(doubt), isKeyInDoubt: members.has('sign') };
  const code = textField(fields, 'code', 20);
  if (code === '10000' && own !== undefined) return { kind: 'done', fields };
  const subCode = textField(fields, 'sub_code', 100);
  const message = withoutParameters(textField(fields, 'sub_msg') || textField(fields, 'msg'));
  return code === '' || code === '10000'
    ? noAnswer('Alipay answered without a usable code')
    : { kind: 'refused', code, subCode, message: [subCode, message].filter(Boolean).join(': ') };
};

/** A refused signature comes with all that we sent, the merchant's grant too: that is no text for logs and timelines. */
const withoutParameters = (message: string): string => message.replace(/\w+=[\s\S]*$/, '').trim();

/** Why a reply is not believed. */
const doubtOf = (
  { config, credentials }: AlipayContext,
  reply: {
    readonly node: string;
    readonly fields: Fields;
    readonly members: ReadonlyMap<string, string>;
  },
): string | undefined => {
  const { node, fields, members } = reply;
  const signature = textMember(members, 'sign');
  if (signature === '')
    // What the gateway refuses before it knows the app is unsigned; TLS alone vouches for it.
    return isFromGateway({ code: textField(fields, 'code', 20) })
      ? undefined
      : "the reply does not carry Alipay's signature";
  const certificate = textMember(members, 'alipay_cert_sn');
  const keys = keysNamed(verifyingKeys(config, credentials), certificate);
  if (keys.length === 0)
    return certificate === ''
      ? "no key of Alipay's is entered"
      : `Alipay signs with another certificate now (${certificate.slice(0, 32)}); enter it too`;
  return isSigned(node, signature, keys) || isSigned(unescaped(node), signature, keys)
    ? undefined
    : "the reply's signature is not Alipay's";
};

/** Some replies are signed before their slashes are escaped. Source: the official Java SDK tries both. */
const unescaped = (node: string): string => node.replaceAll('\\/', '/');

const textMember = (members: ReadonlyMap<string, string>, name: string): string => {
  const spelt = members.get(name);
  const value: unknown = spelt?.startsWith('"') ? JSON.parse(spelt) : '';
  return String(value);
};
