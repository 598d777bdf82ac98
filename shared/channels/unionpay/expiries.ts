import type { Expiry } from '../channel.ts';
import { endOf, readCertificates } from './certificates.ts';
import type { UnionpayConfig, UnionpayCredentials } from './config.ts';

/** When our certificate and those that vouch for UnionPay end. */
export const expiries = (
  { signMethod }: UnionpayConfig,
  { merchantCertificate, trustedCertificates }: UnionpayCredentials,
): readonly Expiry[] =>
  signMethod === 'certificate'
    ? [
        ...expiriesIn('credentials.merchantCertificate', merchantCertificate),
        ...expiriesIn('credentials.trustedCertificates', trustedCertificates),
      ]
    : [];

const expiriesIn = (param: string, text: string | undefined): Expiry[] =>
  (readCertificates(text ?? '') ?? []).map((certificate) => ({
    param,
    expiresAt: endOf(certificate),
  }));
