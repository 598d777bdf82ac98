import type { RefundReceiver } from '../../domain/refunds/refund-receiver.ts';
import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { applyAbnormalRefund } from './abnormal-refund.ts';
import { subMerchantField } from './account.ts';
import { call, inWords, type Refusal, type Reply } from './client.ts';
import type { WechatPayContext } from './config.ts';
import { REFUNDS_PATH, readRefund, strangeIn } from './refund-resource.ts';
import { refundRefusal, refundStatus, saysNoSuchRefund } from './status.ts';

/** `string[1, 80]`; bytes, to be on the safe side of both ways to count. */
const MAX_REASON_BYTES = 80;

/**
 * Pays back. One number is one refund, however often it is sent; asking for its state first spares the refusals that
 * WeChat Pay has for repetitions (one request a minute for an order, an account that was emptied in between).
 */
export const refund = async (
  context: WechatPayContext,
  request: RefundRequest,
): Promise<RefundOutcome> => {
  const { refundAmount, amount } = request;
  if (refundAmount.currency !== 'CNY' || refundAmount.minor <= 0n)
    return { kind: 'did_not_happen', reason: 'WeChat Pay pays back positive amounts in CNY' };
  if (refundAmount.minor > amount.minor)
    return { kind: 'did_not_happen', reason: 'more than was paid' };
  const known = await call(context, {
    method: 'GET',
    path: `${REFUNDS_PATH}/${encodeURIComponent(request.refundNumber)}${subMerchantQuery(context)}`,
  });
  if (known.kind === 'refused' && saysNoSuchRefund(known))
    return outcomeOf(await ask(context, request), request, refusedOrder);
  const outcome = outcomeOf(known, request, refusedQuestion);
  return outcome.kind === 'unknown' && outcome.personActs && request.receiver
    ? redirect(context, request, request.receiver, known)
    : outcome;
};

/** The buyer's bank did not take the money, and a person said where it goes. */
const redirect = async (
  context: WechatPayContext,
  request: RefundRequest,
  receiver: RefundReceiver,
  known: Reply,
): Promise<RefundOutcome> => {
  const providerReference = known.kind === 'answer' && readRefund(known.body)?.refund_id;
  if (!providerReference)
    return { kind: 'unknown', detail: 'WeChat Pay does not name this refund' };
  const reply = await applyAbnormalRefund(context, {
    providerReference,
    refundNumber: request.refundNumber,
    receiver,
  });
  return reply
    ? outcomeOf(reply, request, refusedQuestion)
    : { kind: 'unknown', detail: NO_PUBLIC_KEY, personActs: true };
};

const NO_PUBLIC_KEY =
  "the buyer's account is encrypted with WeChat Pay's public key: enter it in the channel, then send the refund there again";

const subMerchantQuery = ({ config }: WechatPayContext): string => {
  const search = new URLSearchParams(subMerchantField(config)).toString();
  return search === '' ? '' : `?${search}`;
};

const ask = (context: WechatPayContext, request: RefundRequest): Promise<Reply> =>
  call(context, {
    method: 'POST',
    path: REFUNDS_PATH,
    body: {
      ...subMerchantField(context.config),
      out_trade_no: request.orderNumber,
      out_refund_no: request.refundNumber,
      ...reasonField(request.reason),
      notify_url: context.notifyUrl,
      amount: {
        refund: Number(request.refundAmount.minor),
        total: Number(request.amount.minor),
        currency: 'CNY',
      },
    },
  });

const reasonField = (reason: string): { reason?: string } => {
  const bytes = Buffer.from(reason.trim());
  // A character that is cut in two becomes U+FFFD at the end.
  const text = bytes
    .subarray(0, MAX_REASON_BYTES)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
  return text === '' ? {} : { reason: text };
};

/** What a reply tells about the refund. */
const outcomeOf = (
  reply: Reply,
  request: Pick<RefundRequest, 'orderNumber' | 'refundNumber' | 'refundAmount'>,
  ofRefusal: (refusal: Refusal) => RefundOutcome,
): RefundOutcome => {
  switch (reply.kind) {
    case 'not_sent':
      return { kind: 'did_not_happen', reason: reply.detail, transient: true };
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
    case 'refused':
      return ofRefusal(reply);
    case 'answer':
      return told(reply.body, request);
  }
};

const told = (
  body: unknown,
  request: Pick<RefundRequest, 'orderNumber' | 'refundNumber' | 'refundAmount'>,
): RefundOutcome => {
  const answer = readRefund(body);
  if (!answer) return { kind: 'unknown', detail: 'WeChat Pay answered with no refund' };
  const strange = strangeIn(answer, { ...request, amount: request.refundAmount });
  if (strange) return { kind: 'unknown', detail: `WeChat Pay answered about ${strange}` };
  const word = answer.status ?? '';
  const reference = answer.refund_id ? { providerReference: answer.refund_id } : {};
  switch (refundStatus(word)) {
    case 'succeeded':
      return { kind: 'succeeded', ...reference };
    case 'pending':
      return { kind: 'pending', ...reference };
    case 'failed':
      return {
        kind: 'did_not_happen',
        reason: `${word}: WeChat Pay ended this refund, and no money went back`,
      };
    case 'unknown':
      return word === 'ABNORMAL'
        ? { kind: 'unknown', detail: ABNORMAL, personActs: true }
        : { kind: 'unknown', detail: `WeChat Pay calls it "${word.slice(0, 40)}"` };
  }
};

/** For a person: nothing goes on before they act. */
const ABNORMAL =
  "ABNORMAL: the buyer's bank did not take the money, which has left your account already. Do not refund again: send this refund elsewhere (POST /v1/refunds/{id}/redirect), or finish it in the merchant platform (商户平台 → 交易中心 → 退款异常处理)";

/** Whether there is such a refund stays open when WeChat Pay does not want to tell. */
const refusedQuestion = (refusal: Refusal): RefundOutcome => ({
  kind: 'unknown',
  detail: inWords(refusal),
});

const refusedOrder = (refusal: Refusal): RefundOutcome => {
  const known = refundRefusal(refusal);
  if (!known) return { kind: 'unknown', detail: inWords(refusal) };
  return {
    kind: 'did_not_happen',
    reason: inWords(refusal),
    ...(known.isTransient ? { transient: true } : {}),
  };
};
