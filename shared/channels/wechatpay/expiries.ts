import type { Expiry } from '../channel.ts';
import { endOf, readCertificates } from './certificates.ts';
import type { WechatPayConfig, WechatPayCredentials } from './config.ts';

/** When the entered certificates end. Fetched platform certificates renew themselves; public keys carry no date. */
export const expiries = (
  { verification }: WechatPayConfig,
  { merchantCertificate, platformCertificates }: WechatPayCredentials,
): readonly Expiry[] => [
  ...expiriesIn('credentials.merchantCertificate', merchantCertificate),
  ...(verification === 'public_key'
    ? []
    : expiriesIn('credentials.platformCertificates', platformCertificates)),
];

const expiriesIn = (param: string, text: string | undefined): Expiry[] =>
  (readCertificates(text ?? '') ?? []).map((certificate) => ({
    param,
    expiresAt: endOf(certificate),
  }));
