// The library's own dependency injection wants it first.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
} as const;

/** A certificate with its key, as PEM. */
export interface CertifiedKey {
  readonly certificate: string;
  /** PKCS#8 */
  readonly privateKey: string;
}

export interface CertificateWish {
  /** `CN=Example,O=…` */
  readonly subject: string;
  readonly isAuthority?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** In hexadecimal. */
  readonly serialNumber?: string;
}

const YEAR_MILLIS = 365 * 86_400_000;

/**
 * Makes a certificate for a fresh key, for ten years from yesterday.
 * @param issuer who signs it; itself when absent
 */
export const makeCertificate = async (
  { subject, isAuthority = false, serialNumber, ...times }: CertificateWish,
  issuer?: CertifiedKey,
): Promise<CertifiedKey> => {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const signingKey = issuer ? await privateKeyOf(issuer) : keys.privateKey;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber ?? serial(),
    subject,
    issuer: issuer ? new x509.X509Certificate(issuer.certificate).subject : subject,
    notBefore: times.notBefore ?? new Date(Date.now() - 86_400_000),
    notAfter: times.notAfter ?? new Date(Date.now() + 10 * YEAR_MILLIS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey as CryptoKey,
    signingKey: signingKey as CryptoKey,
    extensions: [new x509.BasicConstraintsExtension(isAuthority, undefined, true)],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate: certificate.toString('pem'),
    privateKey: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
  };
};

const serial = (): string => {
  const bytes = Buffer.from(webcrypto.getRandomValues(new Uint8Array(12)));
  // Positive, and without a leading zero.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
};

const privateKeyOf = ({ privateKey }: CertifiedKey): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(privateKey), ALGORITHM, false, [
    'sign',
  ]);
