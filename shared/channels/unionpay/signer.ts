import type { KeyObject, X509Certificate } from 'node:crypto';
import { commonNamesOf, isValidAt, readCertificates } from './certificates.ts';
import type { UnionpayContext } from './config.ts';

const MAX_CHARACTERS = 8_192;

/** The third part of the common name: `041@8310000000083040@中国银联股份有限公司@00016495`. */
const UNIONPAY = '中国银联股份有限公司';
/** The same of the signer that UnionPay's test environment had for years. */
const TEST_SIGNER = '00040000:SIGN';

export type Signer =
  | { readonly kind: 'trusted'; readonly publicKey: KeyObject }
  | { readonly kind: 'untrusted'; readonly detail: string };

const untrusted = (detail: string): Signer => ({ kind: 'untrusted', detail });

/**
 * Judges the certificate that a message brings along (`signPubKeyCert`). By itself it proves nothing: one of the
 * certificates that the merchant entered must vouch for it, it must be UnionPay's, and both must be valid now.
 */
export const judgeSigner = (
  context: Pick<UnionpayContext, 'config' | 'credentials' | 'mode' | 'now'>,
  pem: string,
): Signer => {
  if (pem.length > MAX_CHARACTERS) return untrusted('its certificate is too long');
  const certificates = readCertificates(pem);
  const [certificate] = certificates ?? [];
  if (!certificate || certificates?.length !== 1)
    return untrusted('it brings no certificate that can be read');
  const { now } = context;
  if (!isValidAt(certificate, now)) return untrusted('its certificate is not valid at this time');
  if (!isUnionpays(context, certificate))
    return untrusted('its certificate is not made out to UnionPay');
  const trusted = readCertificates(context.credentials.trustedCertificates ?? '') ?? [];
  return trusted.some((one) => isValidAt(one, now) && vouchesFor(one, certificate))
    ? { kind: 'trusted', publicKey: certificate.publicKey }
    : untrusted('none of your trusted certificates vouches for its certificate');
};

/** As its issuer; or the merchant entered this very certificate. */
const vouchesFor = (trusted: X509Certificate, certificate: X509Certificate): boolean =>
  trusted.fingerprint256 === certificate.fingerprint256 ||
  (trusted.ca && certificate.checkIssued(trusted) && certificate.verify(trusted.publicKey));

const isUnionpays = (
  { config, mode }: Pick<UnionpayContext, 'config' | 'mode'>,
  certificate: X509Certificate,
): boolean => {
  const names = commonNamesOf(certificate);
  const [, , name] = names.length === 1 ? (names[0]?.split('@') ?? []) : [];
  const takesTestSigner = mode === 'test' && config.acceptsTestSigner === true;
  return name === UNIONPAY || (takesTestSigner && name === TEST_SIGNER);
};
