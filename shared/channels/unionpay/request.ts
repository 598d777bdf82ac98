import { bytesOf } from '../wire/fields.ts';
import type { UnionpayContext } from './config.ts';
import { merchantKeyOf } from './merchant-key.ts';
import { certificateSignature, keySignature } from './sign.ts';
import { SIGN_METHODS, VERSION } from './verify.ts';

/** A transaction's fields, before the account's and the signature. Blank ones are left out. */
export type RequestFields = Readonly<Record<string, string | undefined>>;

/**
 * A request with our account and signature.
 *
 * @returns `undefined` when the stored key cannot sign
 */
export const signedRequest = (
  { config, credentials }: UnionpayContext,
  transaction: RequestFields,
): Record<string, string> | undefined => {
  const { signMethod, merId, subMerchant } = config;
  const merchantKey = signMethod === 'certificate' ? merchantKeyOf(credentials) : undefined;
  const fields = filled({
    version: VERSION,
    encoding: 'UTF-8',
    signMethod: SIGN_METHODS[signMethod],
    certId: merchantKey?.certId,
    accessType: subMerchant ? '2' : '0',
    merId,
    subMerId: subMerchant?.id,
    subMerName: subMerchant?.name,
    subMerAbbr: subMerchant?.abbreviation,
    ...transaction,
  });
  const bytes = new Map(
    Object.entries(fields).map(([name, value]) => [bytesOf(name), bytesOf(value)]),
  );
  if (merchantKey)
    return { ...fields, signature: certificateSignature(bytes, merchantKey.privateKey) };
  if (signMethod === 'certificate' || !credentials.secureKey?.trim()) return undefined;
  return { ...fields, signature: keySignature(bytes, credentials.secureKey) };
};

const filled = (fields: RequestFields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => !!field[1]),
  );
