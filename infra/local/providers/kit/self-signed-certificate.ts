import { createPrivateKey, createPublicKey, sign } from 'node:crypto';

export interface CertificateRequest {
  /** PEM (PKCS#8). */
  readonly privateKey: string;
  /** Hex, without a leading zero byte. */
  readonly serialNumber: string;
  readonly commonName: string;
  readonly from: Date;
  readonly until: Date;
}

/** A self-signed X.509 certificate, in PEM. Just enough DER for that. */
export const selfSignedCertificate = (request: CertificateRequest): string => {
  const key = createPrivateKey(request.privateKey);
  const name = nameOf(request.commonName);
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from(request.serialNumber.padStart(2, '0'), 'hex')),
    SHA256_WITH_RSA,
    name,
    sequence(time(request.from), time(request.until)),
    name,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', content, key);
  const der = sequence(
    content,
    SHA256_WITH_RSA,
    tagged(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};

const tagged = (tag: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);

const lengthOf = ({ length }: Buffer): Buffer => {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
};

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));

/** Positive: a first bit of 1 would be read as a minus. */
const integer = (bytes: Buffer): Buffer =>
  tagged(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

const SHA256_WITH_RSA = sequence(
  tagged(0x06, Buffer.from('2a864886f70d01010b', 'hex')),
  tagged(0x05, Buffer.alloc(0)),
);

const COMMON_NAME = tagged(0x06, Buffer.from('550403', 'hex'));

const nameOf = (commonName: string): Buffer =>
  sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(commonName)))));

/** GeneralizedTime: `20261101120000Z`. */
const time = (date: Date): Buffer =>
  tagged(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`));
