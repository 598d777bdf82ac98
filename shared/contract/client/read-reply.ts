import { errorEnvelopeSchema } from '../api/error-envelope.ts';
import type { RouteContract } from '../api/route.ts';
import { ApiError } from './api-error.ts';
import { UnexpectedReply } from './unexpected-reply.ts';

/** An answer whose body has arrived whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Reads an answer by the route's contract.
 *
 * @throws ApiError the error envelope, as an exception
 * @throws UnexpectedReply anything else that the contract does not promise
 */
export const readReply = (route: RouteContract, { status, headers, text }: Answer): unknown => {
  const answer = {
    status,
    requestId: headers.get('request-id') ?? '',
  };
  if (status >= 400) {
    const envelope = errorEnvelopeSchema.safeParse(parseJson(text));
    if (envelope.success) {
      throw new ApiError(status, envelope.data, retryAfterSeconds(headers));
    }
    throw new UnexpectedReply('the error is not in the format of this API', answer);
  }
  if (status !== route.status) {
    throw new UnexpectedReply(`${route.operationId} should answer ${route.status}`, answer);
  }
  const value = route.replyType === undefined ? parseJson(text) : text;
  const reply = route.reply.safeParse(value);
  if (!reply.success) {
    throw new UnexpectedReply(
      `the reply of ${route.operationId} does not fit its contract`,
      answer,
      reply.error,
    );
  }
  return reply.data;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const retryAfterSeconds = (headers: Headers): number | undefined => {
  const value = headers.get('retry-after');
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
};
