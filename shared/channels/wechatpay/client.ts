import type { ProviderResponse } from '../../application/ports/provider-http.ts';
import type { WechatPayContext } from './config.ts';
import { readJson } from './json.ts';
import { signatureOf } from './message-signature.ts';
import { type ApiRequest, signedRequest } from './request.ts';
import { verifyMessage } from './verify.ts';

/**
 * - `answer`: WeChat Pay did it, in bytes that it signed. `body` is `undefined` when there are none.
 * - `refused`: it said no, with one of its error words.
 * - `not_sent`: nobody was reached.
 * - `no_answer`: anything else; the request may have had its effect.
 */
export type Reply =
  | { readonly kind: 'answer'; readonly body: unknown }
  | Refusal
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

export interface Refusal {
  readonly kind: 'refused';
  /** `PARAM_ERROR`, … */
  readonly code: string;
  readonly message: string;
}

const MAX_MESSAGE_CHARACTERS = 200;

/** Its system failed half-way, whatever the HTTP status: the request may have had its effect. */
const BROKE = new Set([
  'SYSTEM_ERROR',
  'SYSTEMERROR',
  'BANK_ERROR',
  'BANKERROR',
  'BIZERR_NEED_RETRY',
]);

/** Calls the API and believes no success that WeChat Pay did not sign. */
export const call = async (context: WechatPayContext, request: ApiRequest): Promise<Reply> => {
  const sent = signedRequest(context, request);
  if (!sent) return { kind: 'not_sent', detail: 'the stored key cannot sign; enter it again' };
  const response = await context.http.request(sent);
  return response.kind === 'response' ? read(context, response) : response;
};

type Response = Extract<ProviderResponse, { kind: 'response' }>;

const read = async (context: WechatPayContext, response: Response): Promise<Reply> => {
  const { status, headers, bytes } = response;
  if (status >= 400 && status < 500) return refusal(context, response);
  if (status !== 200 && status !== 204) return noAnswer(`WeChat Pay answered ${status}`);
  const verdict = await verifyMessage(context, headers, bytes);
  if (verdict.kind !== 'genuine') return noAnswer(`a reply was not believed: ${verdict.detail}`);
  if (bytes.length === 0) return { kind: 'answer', body: undefined };
  const body = readJson(bytes);
  return body === undefined
    ? noAnswer('WeChat Pay answered with something that is no JSON')
    : { kind: 'answer', body };
};

/**
 * Errors before a signature was checked are not signed, and the official libraries believe them all. Here one that is
 * signed must be signed rightly.
 */
const refusal = async (
  context: WechatPayContext,
  { status, headers, bytes }: Response,
): Promise<Reply> => {
  const error = readJson(bytes);
  const code = textIn(error, 'code');
  if (!/^[A-Z0-9_]{1,64}$/.test(code))
    return noAnswer(`WeChat Pay's web server answered ${status}`);
  if (signatureOf(headers).signature !== '') {
    const verdict = await verifyMessage(context, headers, bytes);
    if (verdict.kind !== 'genuine') return noAnswer(`an error was not believed: ${verdict.detail}`);
  }
  const message = textIn(error, 'message').slice(0, MAX_MESSAGE_CHARACTERS);
  const refused: Refusal = { kind: 'refused', code, message };
  return BROKE.has(code) ? noAnswer(inWords(refused)) : refused;
};

const noAnswer = (detail: string): Reply => ({ kind: 'no_answer', detail });

const textIn = (value: unknown, name: string): string => {
  const field =
    typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined;
  return typeof field === 'string' ? field.trim() : '';
};

/** A refusal in words for people. */
export const inWords = ({ code, message }: Refusal): string =>
  message === '' ? code : `${code}: ${message}`;
