import type { ProviderResponse } from '../../application/ports/provider-http.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import { jsonObject, textIn } from '../wire/json-object.ts';
import { below } from '../wire/provider-address.ts';
import { apiUrlOf, type FortumoContext } from './config.ts';
import { requestToken } from './sign.ts';
import { refusalReason } from './status.ts';

/**
 * - `accepted`: Fortumo has queued it. What becomes of it comes by callback.
 * - `refused`: turned away as it is.
 * - `not_sent`: no connection was made. `no_answer`: nobody knows.
 */
export type FortumoReply =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly reason: FailureReason; readonly message: string }
  | { readonly kind: 'not_sent' | 'no_answer'; readonly detail: string };

/** One signed request with a JSON body. */
export const sendToFortumo = async (
  context: FortumoContext,
  method: 'POST' | 'PUT',
  path: string,
  content: object,
): Promise<FortumoReply> => {
  const body = JSON.stringify(content);
  const response = await context.http.request({
    method,
    url: below(apiUrlOf(context), path),
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...authorization(context, body),
    },
    body,
  });
  return replyOf(response);
};

export const authorization = (
  { credentials, now }: FortumoContext,
  body?: string,
): Record<string, string> => ({
  authorization: `Bearer ${requestToken(credentials.privateKey, now, body)}`,
});

/** A conflict may be about an earlier request that was taken; the others of these say nothing for certain. */
const UNCLEAR = [408, 409, 425];

export const replyOf = (response: ProviderResponse): FortumoReply => {
  if (response.kind !== 'response') return response;
  const { status, body } = response;
  // The documents promise the status, and no body.
  if (status === 200 && (body.trim() === '' || jsonObject(body))) return { kind: 'accepted' };
  if (status >= 400 && status < 500 && !UNCLEAR.includes(status))
    return { kind: 'refused', reason: refusalReason(status), message: messageIn(status, body) };
  return { kind: 'no_answer', detail: `Fortumo answered ${status}` };
};

const messageIn = (status: number, body: string): string => {
  const answer = jsonObject(body);
  const { error } = answer ?? {};
  const inner = typeof error === 'object' && error !== null ? error : undefined;
  const words =
    textIn(inner as Readonly<Record<string, unknown>> | undefined, 'message') ||
    textIn(answer, 'message');
  return `Fortumo refused it with ${status}${words ? `: ${words}` : ''}`;
};
