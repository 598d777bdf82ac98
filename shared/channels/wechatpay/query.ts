import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { accountFields, merchantFields, strangeField } from './account.ts';
import { call, inWords, type Refusal } from './client.ts';
import type { WechatPayContext } from './config.ts';
import { orderPath } from './order-path.ts';
import { refusalReason, saysNoSuchOrder, tradeState } from './status.ts';
import { orderedAmount, readTransaction, type Transaction } from './transaction.ts';

/** Asks what WeChat Pay knows of one of our orders. */
export const query = async (
  context: WechatPayContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  const search = new URLSearchParams(merchantFields(context.config));
  const reply = await call(context, {
    method: 'GET',
    path: `${orderPath(context.config, payment.orderNumber)}?${search}`,
  });
  switch (reply.kind) {
    case 'not_sent':
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
    case 'refused':
      return refused(payment, reply);
    case 'answer':
      break;
  }
  const transaction = readTransaction(reply.body);
  return transaction
    ? found(context, payment, transaction)
    : { kind: 'unknown', detail: 'WeChat Pay answered with something that is no payment' };
};

const refused = ({ device }: PaymentReference, refusal: Refusal): QueryOutcome => {
  const detail = inWords(refusal);
  if (!saysNoSuchOrder(refusal)) return { kind: 'unknown', detail, ...causeOf(refusal) };
  // Inside WeChat the order is made when the buyer is back with their authorisation.
  return device === 'wechat'
    ? { kind: 'found', status: 'pending', providerStatus: refusal.code }
    : { kind: 'not_found', detail };
};

/** Causes that a person can mend. */
const MENDABLE: readonly FailureReason[] = [
  'invalid_credentials',
  'account_suspended',
  'method_unavailable',
  'rate_limited',
];

const causeOf = (refusal: Refusal): { reason?: FailureReason } => {
  const reason = refusalReason(refusal);
  return MENDABLE.includes(reason) ? { reason } : {};
};

const found = (
  { config }: WechatPayContext,
  payment: PaymentReference,
  transaction: Transaction,
): QueryOutcome => {
  const { out_trade_no: orderNumber, trade_state: word, transaction_id: reference } = transaction;
  if (orderNumber !== payment.orderNumber)
    return { kind: 'unknown', detail: `WeChat Pay answered about order "${orderNumber}"` };
  const strange = strangeField(accountFields(config), transaction);
  if (strange) return { kind: 'unknown', detail: `WeChat Pay answered about ${strange}` };
  if (word === 'REFUND')
    return {
      kind: 'unknown',
      detail:
        'REFUND: it was paid, and money went back before the payment was known here; look at the order in the merchant platform',
    };
  const amount = orderedAmount(transaction);
  const status = tradeState(word);
  return {
    kind: 'found',
    status,
    providerStatus: word,
    ...(amount ? { amount } : {}),
    ...(reference ? { providerReference: reference } : {}),
    ...(status === 'failed' ? { failureReason: 'declined' } : {}),
  };
};
