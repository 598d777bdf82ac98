import { createHash, X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** The certificates of a text that holds one PEM after another; what cannot be read is left out. */
export const readCertificates = (text: string): X509Certificate[] =>
  (text.replaceAll('\\n', '\n').match(CERTIFICATE) ?? []).flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });

/**
 * Alipay's name for a certificate (`app_cert_sn`, `alipay_cert_sn`): the MD5 of its issuer, as RFC 2253 spells it, and its
 * serial number in decimal. Source: `AntCertificationUtil.getCertSN` of the official Java SDK.
 */
export const certificateNumber = ({ issuer, serialNumber }: X509Certificate): string =>
  createHash('md5')
    .update(`${issuer.split('\n').reverse().join(',')}${BigInt(`0x${serialNumber}`)}`, 'utf8')
    .digest('hex');

/**
 * The name of a file of roots (`alipay_root_cert_sn`): the numbers of those that are signed with RSA, joined by `_`. The
 * file holds roots of other algorithms too. A root signs itself, so its key tells the algorithm.
 */
export const rootsNumber = (roots: readonly X509Certificate[]): string =>
  roots.filter(hasRsaKey).map(certificateNumber).join('_');

/** Keys that this build of the crypto library does not know (SM2) cannot be read at all. */
const hasRsaKey = (certificate: X509Certificate): boolean => {
  try {
    return certificate.publicKey.asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
};
