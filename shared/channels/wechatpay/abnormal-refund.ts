import { constants, publicEncrypt } from 'node:crypto';
import type { RefundReceiver } from '../../domain/refunds/refund-receiver.ts';
import { subMerchantField } from './account.ts';
import { call, type Reply } from './client.ts';
import type { WechatPayContext } from './config.ts';
import { enteredKey } from './entered-keys.ts';
import { REFUNDS_PATH } from './refund-resource.ts';

export interface AbnormalRefund {
  /** WeChat Pay's number of the refund. */
  readonly providerReference: string;
  readonly refundNumber: string;
  readonly receiver: RefundReceiver;
}

/**
 * Finishes a refund that is `ABNORMAL` (发起异常退款) where a person said where its money goes. The account's name and
 * number travel encrypted with WeChat Pay's public key, which must have been entered. In the bank's word for accounts,
 * `bank` is WeChat Pay's `bank_type`: `ICBC_DEBIT`, `CMB_DEBIT` …
 *
 * @returns `undefined`: nothing was sent, for want of that key
 */
export const applyAbnormalRefund = async (
  context: WechatPayContext,
  { providerReference, refundNumber, receiver }: AbnormalRefund,
): Promise<Reply | undefined> => {
  const fields = receiverFields(context, receiver);
  if (!fields) return undefined;
  return call(context, {
    method: 'POST',
    path: `${REFUNDS_PATH}/${encodeURIComponent(providerReference)}/apply-abnormal-refund`,
    body: { ...subMerchantField(context.config), out_refund_no: refundNumber, ...fields },
  });
};

const receiverFields = (
  context: WechatPayContext,
  receiver: RefundReceiver,
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
    bank_type: receiver.bank,
    bank_account: encrypted(receiver.account),
    real_name: encrypted(receiver.name),
  };
};
