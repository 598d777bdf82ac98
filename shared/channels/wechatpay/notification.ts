import { z } from 'zod';
import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type { RejectionReason, VerifiedNotification } from '../../domain/callbacks/notification.ts';
import {
  attemptIdFromProviderOrderNumber,
  refundIdFromProviderRefundNumber,
} from '../../domain/identity/ids.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { accountFields, merchantFields, strangeField } from './account.ts';
import { openContent, sealedContentSchema } from './aead.ts';
import type { WechatPayContext } from './config.ts';
import { readJson } from './json.ts';
import { readRefund, refundedAmount } from './refund-resource.ts';
import { refundStatus, tradeState } from './status.ts';
import { orderedAmount, readTransaction } from './transaction.ts';
import { verifyMessage } from './verify.ts';

const envelopeSchema = z.object({
  event_type: z.string().min(1).max(64),
  resource: sealedContentSchema,
});

/** Verifies what WeChat Pay reports: signed with its key, its content encrypted with the account's. */
export const notification = async (
  context: WechatPayContext,
  { headers, query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_CALLBACK_BYTES)
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  const verdict = await verifyMessage(context, headers, body);
  if (verdict.kind === 'unavailable') return verdict;
  if (verdict.kind === 'refused') return rejected(verdict.reason, verdict.detail);
  const envelope = envelopeSchema.safeParse(readJson(body)).data;
  if (!envelope) return rejected('malformed', 'not a notification of API v3');
  const content = openContent(envelope.resource, context.credentials.apiV3Key);
  if (!content)
    return rejected(
      'signature_invalid',
      'its content cannot be opened with the APIv3 key (APIv3密钥)',
    );
  return tell(context, envelope.event_type, readJson(content));
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

const verified = (told: VerifiedNotification): NotificationOutcome => ({
  kind: 'verified',
  notification: told,
});

const PAYMENT_EVENT = 'TRANSACTION.SUCCESS';
const REFUND_EVENTS = new Set(['REFUND.SUCCESS', 'REFUND.ABNORMAL', 'REFUND.CLOSED']);

const tell = (context: WechatPayContext, event: string, content: unknown): NotificationOutcome => {
  if (event === PAYMENT_EVENT) return tellPayment(context, content);
  if (REFUND_EVENTS.has(event)) return tellRefund(context, content);
  // Only this account's key opened it, so it is meant for this account.
  return verified({ kind: 'other', providerStatus: event });
};

const tellPayment = ({ config }: WechatPayContext, content: unknown): NotificationOutcome => {
  const transaction = readTransaction(content);
  if (!transaction) return rejected('malformed', 'its content is no payment');
  const strange = strangeField(accountFields(config), transaction);
  if (strange) return rejected('wrong_account', `it is about ${strange}`);
  const { out_trade_no: orderNumber, transaction_id: reference, trade_state: word } = transaction;
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  const amount = orderedAmount(transaction);
  const status = tradeState(word);
  return verified({
    kind: 'payment',
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: orderNumber,
    ...(reference ? { providerReference: reference } : {}),
    status,
    providerStatus: word,
    ...(amount ? { amount } : {}),
    ...(status === 'failed' ? { failureReason: 'declined' } : {}),
  });
};

const tellRefund = ({ config }: WechatPayContext, content: unknown): NotificationOutcome => {
  const refund = readRefund(content);
  if (!refund) return rejected('malformed', 'its content is no refund');
  const strange = strangeField(merchantFields(config), refund);
  if (strange) return rejected('wrong_account', `it is about ${strange}`);
  const refundId = refundIdFromProviderRefundNumber(refund.out_refund_no);
  const attemptId = attemptIdFromProviderOrderNumber(refund.out_trade_no);
  const amount = refundedAmount(refund);
  const word = refund.refund_status ?? '';
  return verified({
    kind: 'refund',
    ...(refundId ? { refundId } : {}),
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: refund.out_trade_no,
    ...(refund.refund_id ? { providerReference: refund.refund_id } : {}),
    status: refundStatus(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
  });
};
