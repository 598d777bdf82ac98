import { constants, publicEncrypt } from 'node:crypto';
import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { subMerchantField } from './account.ts';
import { call, inWords } from './client.ts';
import type { WechatPayContext } from './config.ts';
import { enteredKey } from './entered-keys.ts';
import { outcomeOf, REFUNDS_PATH } from './refund.ts';

/** Where money goes that the buyer's bank did not take. */
export type AbnormalReceiver =
  /** The merchant's own bank account: the buyer is then paid by hand. */
  | { readonly kind: 'merchant' }
  | {
      readonly kind: 'buyer';
      /** `CMB_DEBIT`, `ICBC_DEBIT` … */
      readonly bankType: string;
      readonly bankAccount: string;
      readonly realName: string;
    };

export interface AbnormalRefund
  extends Pick<RefundRequest, 'orderNumber' | 'refundNumber' | 'refundAmount'> {
  /** WeChat Pay's number of the refund. */
  readonly providerReference: string;
  readonly receiver: AbnormalReceiver;
}

/**
 * Finishes a refund that is `ABNORMAL` (发起异常退款). A person decides where its money goes, so nothing calls this by
 * itself. The account's name and number travel encrypted with WeChat Pay's public key, which must have been entered.
 */
export const applyAbnormalRefund = async (
  context: WechatPayContext,
  refund: AbnormalRefund,
): Promise<RefundOutcome> => {
  const receiver = receiverFields(context, refund.receiver);
  if (!receiver)
    return {
      kind: 'did_not_happen',
      reason: 'the bank account can be encrypted for WeChat Pay with its public key only; enter it',
    };
  const reply = await call(context, {
    method: 'POST',
    path: `${REFUNDS_PATH}/${encodeURIComponent(refund.providerReference)}/apply-abnormal-refund`,
    body: {
      ...subMerchantField(context.config),
      out_refund_no: refund.refundNumber,
      ...receiver,
    },
  });
  return outcomeOf(reply, refund, (refusal) => ({ kind: 'unknown', detail: inWords(refusal) }));
};

const receiverFields = (
  context: WechatPayContext,
  receiver: AbnormalReceiver,
): Readonly<Record<string, string>> | undefined => {
  if (receiver.kind === 'merchant') return { type: 'MERCHANT_BANK_CARD' };
  const key = enteredKey(context, context.config.publicKeyId ?? '');
  if (!key) return undefined;
  const encrypted = (text: string): string =>
    publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING }, Buffer.from(text)).toString(
      'base64',
    );
  return {
    type: 'USER_BANK_CARD',
    bank_type: receiver.bankType,
    bank_account: encrypted(receiver.bankAccount),
    real_name: encrypted(receiver.realName),
  };
};
