import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { below } from '../wire/provider-address.ts';
import { authorization, replyOf } from './client.ts';
import { apiUrlOf, type FortumoContext } from './config.ts';

/** The list of every operator of every country. */
const MAX_LIST_BYTES = 8_000_000;

/** Lists the operators that the account can charge through. */
export const test = async (
  context: FortumoContext,
  _unused: PaymentReference,
): Promise<QueryOutcome> => {
  const { merchantId, channelCode } = context.config;
  const response = await context.http.request({
    method: 'GET',
    url: below(apiUrlOf(context), `capabilities/${merchantId}`),
    headers: { accept: 'application/json', ...authorization(context) },
    maxAnswerBytes: MAX_LIST_BYTES,
  });
  if (response.kind === 'response' && response.status === 200 && isList(response.body))
    return response.body.includes(JSON.stringify(channelCode))
      ? { kind: 'not_found', detail: `Fortumo takes the key and knows ${channelCode}` }
      : {
          kind: 'unknown',
          reason: 'method_unavailable',
          detail: `the account does not have the channel ${channelCode}`,
        };
  const reply = replyOf(response);
  switch (reply.kind) {
    case 'refused':
      return { kind: 'unknown', detail: reply.message, reason: reply.reason };
    case 'accepted':
      return { kind: 'unknown', detail: 'Fortumo answered with something that is no list' };
    default:
      return { kind: 'unknown', detail: reply.detail };
  }
};

const isList = (body: string): boolean => {
  try {
    return Array.isArray(JSON.parse(body));
  } catch {
    return false;
  }
};
