import { sameMoney } from '../../domain/money/money.ts';
import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { textField } from '../wire/fields.ts';
import { CNY } from './amount.ts';
import { beijingTime, settlementDay } from './beijing-time.ts';
import { askGateway, inWords } from './client.ts';
import { BIZ_TYPES, type UnionpayContext } from './config.ts';
import { voidNumberOf } from './order-numbers.ts';
import { isRefusedForNow, mayBeDoneAlready, transactionStatus } from './status.ts';
import { askForTransaction, type FoundTransaction } from './transaction.ts';

/** A way to pay back, as a transaction of its own. */
interface Way {
  readonly txnType: '04' | '31';
  readonly orderId: string;
}

/** How one way ended: for good, or with a refusal, after which the next one is tried. */
type WayOutcome = RefundOutcome | { readonly kind: 'refused'; readonly outcome: RefundOutcome };

/**
 * Pays back under the refund's own number and time, which is one transaction however often it is sent. "00" means accepted;
 * what became of it is asked under the same name before anything is sent.
 */
export const refund = async (
  context: UnionpayContext,
  request: RefundRequest,
): Promise<RefundOutcome> => {
  const obstacle = obstacleOf(request);
  if (obstacle) return { kind: 'did_not_happen', reason: obstacle };
  let last: RefundOutcome = { kind: 'unknown', detail: 'nothing was tried' };
  for (const way of waysOf(context, request)) {
    const outcome = await payBack(context, request, way);
    if (outcome.kind !== 'refused') return outcome;
    last = outcome.outcome;
  }
  return last;
};

const obstacleOf = ({
  refundAmount,
  amount,
  providerReference,
}: RefundRequest): string | undefined => {
  if (refundAmount.currency !== 'CNY' || refundAmount.minor <= 0n)
    return 'UnionPay pays back positive amounts in CNY';
  if (refundAmount.minor > amount.minor) return 'more than was paid';
  return providerReference ? undefined : 'UnionPay never told its number of this payment';
};

/** The same request leads to the same ways, whenever it is sent again. */
const waysOf = ({ config }: UnionpayContext, request: RefundRequest): Way[] => {
  const { refundNumber, refundAmount, amount, createdAt, refundCreatedAt } = request;
  const isVoidable =
    config.voidsOnSameDay === true &&
    sameMoney(refundAmount, amount) &&
    settlementDay(createdAt) === settlementDay(refundCreatedAt);
  return [
    ...(isVoidable ? [{ txnType: '31' as const, orderId: voidNumberOf(refundNumber) }] : []),
    { txnType: '04', orderId: refundNumber },
  ];
};

const payBack = async (
  context: UnionpayContext,
  request: RefundRequest,
  way: Way,
): Promise<WayOutcome> => {
  const known = await askForTransaction(context, {
    orderId: way.orderId,
    at: request.refundCreatedAt,
  });
  switch (known.kind) {
    case 'found':
      return told(request, way, known);
    case 'not_found':
      return send(context, request, way);
    case 'unknown':
      return { kind: 'unknown', detail: known.detail };
  }
};

/** 04-00 refund (退货), 31-00 void (消费撤销). */
const send = async (
  context: UnionpayContext,
  request: RefundRequest,
  { txnType, orderId }: Way,
): Promise<WayOutcome> => {
  const reply = await askGateway(context, 'backTransReq.do', {
    txnType,
    txnSubType: '00',
    bizType: BIZ_TYPES[context.config.accessMode],
    channelType: '07',
    orderId,
    txnTime: beijingTime(request.refundCreatedAt),
    txnAmt: request.refundAmount.minor.toString(),
    currencyCode: CNY,
    origQryId: request.providerReference,
    backUrl: context.notifyUrl,
  });
  // "No such transaction" is also said of one that is on its way: an earlier call may have had its effect.
  if (reply.kind !== 'answer') return { kind: 'unknown', detail: reply.detail };
  const { code, words, fields } = reply;
  const reference = textField(fields, 'queryId', 64);
  switch (transactionStatus(code)) {
    case 'succeeded':
    case 'pending':
      return { kind: 'pending', ...(reference ? { providerReference: reference } : {}) };
    case 'failed':
      return refusal(context, request, { code, words });
    default:
      return { kind: 'unknown', detail: words };
  }
};

/** What is known of the transaction under this way's name. */
const told = (request: RefundRequest, way: Way, found: FoundTransaction): WayOutcome => {
  const strange = strangeIn(request, way, found);
  if (strange) return { kind: 'unknown', detail: `UnionPay answered about ${strange}` };
  const words = inWords(found.code, found.message);
  const reference = found.reference ? { providerReference: found.reference } : {};
  switch (transactionStatus(found.code)) {
    case 'succeeded':
      return { kind: 'succeeded', ...reference };
    case 'pending':
      return { kind: 'pending', ...reference };
    case 'failed':
      return { kind: 'refused', outcome: { kind: 'did_not_happen', reason: words } };
    default:
      return { kind: 'unknown', detail: words };
  }
};

const strangeIn = (
  { refundAmount, providerReference }: RefundRequest,
  { txnType }: Way,
  found: FoundTransaction,
): string | undefined => {
  if (found.txnType !== '' && found.txnType !== txnType)
    return `a transaction of type ${found.txnType}`;
  if (found.amount && !sameMoney(found.amount, refundAmount)) return 'another amount';
  return (found.paymentReference ?? providerReference) === providerReference
    ? undefined
    : 'a refund of another payment';
};

/** Long enough for an earlier call of the same refund to be visible to questions. */
const VISIBLE_AFTER_MILLIS = 10 * 60_000;

const refusal = (
  { now }: UnionpayContext,
  { refundCreatedAt }: RefundRequest,
  { code, words }: { readonly code: string; readonly words: string },
): WayOutcome => {
  const age = now.getTime() - refundCreatedAt.getTime();
  if (mayBeDoneAlready(code) && age < VISIBLE_AFTER_MILLIS)
    return { kind: 'unknown', detail: `${words}; an earlier call may be why` };
  const outcome: RefundOutcome = {
    kind: 'did_not_happen',
    reason: words,
    ...(isRefusedForNow(code) ? { transient: true } : {}),
  };
  return { kind: 'refused', outcome };
};
