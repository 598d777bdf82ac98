import { type Fields, textField } from '../wire/fields.ts';
import { below } from '../wire/provider-address.ts';
import { gatewayUrlOf, type UnionpayContext } from './config.ts';
import { replyFields } from './reply-fields.ts';
import { type RequestFields, signedRequest } from './request.ts';
import { verifyMessage } from './verify.ts';

/**
 * - `answer`: UnionPay answered, signed, about our account. `code` is its `respCode`.
 * - `not_sent`: nobody was reached.
 * - `no_answer`: anything else; the request may have had its effect.
 */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly code: string;
      /** Code and message, for people. */
      readonly words: string;
      readonly fields: Fields;
    }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

/** Server-side addresses of the gateway. */
export type GatewayPath = 'backTransReq.do' | 'queryTrans.do';

export interface CallLimits {
  readonly timeoutMillis?: number;
  readonly maxAnswerBytes?: number;
}

export const askGateway = (
  context: UnionpayContext,
  path: GatewayPath,
  transaction: RequestFields,
  limits: CallLimits = {},
): Promise<Reply> => post(context, below(gatewayUrlOf(context), path), transaction, limits);

/** Asks UnionPay and believes nothing that it did not sign, not even a refusal. */
export const post = async (
  context: UnionpayContext,
  url: string,
  transaction: RequestFields,
  limits: CallLimits = {},
): Promise<Reply> => {
  const signed = signedRequest(context, transaction);
  if (!signed) return { kind: 'not_sent', detail: 'the stored key cannot sign; enter it again' };
  const response = await context.http.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    body: new URLSearchParams(signed).toString(),
    ...limits,
  });
  if (response.kind !== 'response') return response;
  if (response.status !== 200) return noAnswer(`UnionPay answered ${response.status}`);
  return read(context, Buffer.from(response.bytes).toString('latin1'));
};

const noAnswer = (detail: string): Reply => ({ kind: 'no_answer', detail });

const read = (context: UnionpayContext, body: string): Reply => {
  const read = replyFields(body);
  if (read.kind === 'malformed') return noAnswer(`a reply could not be read: ${read.detail}`);
  const { fields } = read;
  const verdict = verifyMessage(context, fields);
  if (verdict.kind === 'doubtful') return noAnswer(`a reply was not believed: ${verdict.detail}`);
  if (!isAboutUs(context, fields)) return noAnswer('UnionPay answered about another account');
  const code = textField(fields, 'respCode', 20);
  if (code === '') return noAnswer('a reply names no respCode');
  return { kind: 'answer', code, words: inWords(code, textField(fields, 'respMsg')), fields };
};

/** Whether a message is about the account of this channel; what it does not name counts as ours. */
export const isAboutUs = ({ config }: UnionpayContext, fields: Fields): boolean => {
  const own = config.subMerchant?.id;
  return (
    (fields.get('merId') ?? config.merId) === config.merId &&
    (fields.get('subMerId') ?? own) === own
  );
};

export const inWords = (code: string, message: string): string =>
  message === '' ? code : `${code}: ${message}`;
