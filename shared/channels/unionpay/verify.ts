import type { RejectionReason } from '../../domain/callbacks/notification.ts';
import type { Fields } from '../wire/fields.ts';
import type { UnionpayContext } from './config.ts';
import { verifyCertificateSignature, verifyKeySignature } from './sign.ts';
import { judgeSigner } from './signer.ts';

export const VERSION = '5.1.0';
/** `signMethod` on the wire. */
export const SIGN_METHODS = { certificate: '01', key: '11' } as const;

export type Verdict =
  | { readonly kind: 'genuine' }
  | { readonly kind: 'doubtful'; readonly reason: RejectionReason; readonly detail: string };

/** Fields that decide something. The signed text is not injective: none may hide inside another one's value. */
const HIDDEN_FIELD =
  /&(?:activateStatus|bizType|currencyCode|merId|orderId|origQryId|origRespCode|queryId|respCode|subMerId|tokenPayData|txnAmt|txnSubType|txnTime|txnType)=/;

const doubtful = (reason: RejectionReason, detail: string): Verdict => ({
  kind: 'doubtful',
  reason,
  detail,
});

const invalid = (detail: string): Verdict => doubtful('signature_invalid', detail);

/**
 * Whether UnionPay signed a message, in the way this account is set up for: neither the algorithm nor the key is the
 * message's choice. 5.0.0 messages (SHA-1) are refused.
 */
export const verifyMessage = (context: UnionpayContext, fields: Fields): Verdict => {
  if ([...fields.keys()].some((name) => !/^\w{1,64}$/.test(name)))
    return doubtful('malformed', 'a field has a name that UnionPay does not use');
  if ([...fields.values()].some((value) => HIDDEN_FIELD.test(value)))
    return doubtful('malformed', 'a value could be read as another field');
  const signature = fields.get('signature') ?? '';
  if (signature === '') return doubtful('signature_missing', 'no "signature"');
  const { signMethod } = context.config;
  if (fields.get('version') !== VERSION || fields.get('signMethod') !== SIGN_METHODS[signMethod])
    return invalid(`this account takes ${VERSION} with signMethod ${SIGN_METHODS[signMethod]}`);
  return signMethod === 'key'
    ? byKey(context, fields, signature)
    : byCertificate(context, fields, signature);
};

const byKey = ({ credentials }: UnionpayContext, fields: Fields, signature: string): Verdict => {
  const { secureKey = '' } = credentials;
  if (secureKey.trim() === '') return withoutKey;
  return verifyKeySignature(fields, secureKey, signature) ? { kind: 'genuine' } : mismatch;
};

const byCertificate = (context: UnionpayContext, fields: Fields, signature: string): Verdict => {
  if (!context.credentials.trustedCertificates?.trim()) return withoutKey;
  const signer = judgeSigner(context, fields.get('signPubKeyCert') ?? '');
  if (signer.kind === 'untrusted') return invalid(signer.detail);
  return verifyCertificateSignature(fields, signer.publicKey, signature)
    ? { kind: 'genuine' }
    : mismatch;
};

const withoutKey = doubtful('credentials_blank', 'this account has nothing to verify with');
const mismatch = invalid('the signature does not match');
