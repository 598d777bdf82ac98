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

/** As `Wechatpay-Serial` spells it: upper case. */
export const serialOf = ({ serialNumber }: X509Certificate): string => serialNumber.toUpperCase();

export const endOf = ({ validTo }: X509Certificate): Date => new Date(validTo);

export const isValidAt = (certificate: X509Certificate, now: Date): boolean =>
  now <= endOf(certificate) && now >= new Date(certificate.validFrom);
