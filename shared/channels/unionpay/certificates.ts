import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * The certificates of a text that holds one PEM after another.
 *
 * @returns `undefined` when there is none, or one of them cannot be read
 */
export const readCertificates = (text: string): X509Certificate[] | undefined => {
  const blocks = text.replaceAll('\\n', '\n').match(CERTIFICATE);
  if (!blocks) return undefined;
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
};

/** `certId`: the serial number in decimal digits. */
export const certIdOf = ({ serialNumber }: X509Certificate): string =>
  BigInt(`0x${serialNumber}`).toString();

export const endOf = ({ validTo }: X509Certificate): Date => new Date(validTo);

export const isValidAt = (certificate: X509Certificate, now: Date): boolean =>
  new Date(certificate.validFrom) <= now && now <= endOf(certificate);

/**
 * The common names in the subject, in the order they stand there. Read from its text, in which control characters are
 * escaped: `toLegacyObject()` kills the process (Node 24.21) with a certificate whose key is damaged, and anybody may send one.
 */
export const commonNamesOf = ({ subject }: X509Certificate): readonly string[] =>
  [...subject.matchAll(/^CN=(.*)$/gm)].map(([, name = '']) => name);
