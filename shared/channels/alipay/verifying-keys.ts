import type { KeyObject } from 'node:crypto';
import { readRsaKey } from '../wire/rsa-key.ts';
import { certificateNumber, readCertificates } from './certificates.ts';
import type { AlipayConfig, AlipayCredentials } from './config.ts';

/** A key of Alipay's; `number` is its certificate's, where there is one. */
export interface VerifyingKey {
  readonly key: KeyObject;
  readonly number?: string;
}

/** The keys that Alipay may sign with for this account; none when nothing usable is entered. */
export const verifyingKeys = (
  { keyMode }: Pick<AlipayConfig, 'keyMode'>,
  { alipayPublicKey, alipayCertificate }: AlipayCredentials,
): readonly VerifyingKey[] => {
  if (keyMode === 'public_key') {
    const key = readRsaKey(alipayPublicKey ?? '', 'public');
    return key ? [{ key }] : [];
  }
  return readCertificates(alipayCertificate ?? '').map((certificate) => ({
    key: certificate.publicKey,
    number: certificateNumber(certificate),
  }));
};

/** Those that a message speaks of: the one whose certificate it names, or all when it names none. */
export const keysNamed = (
  keys: readonly VerifyingKey[],
  certificate: string,
): readonly KeyObject[] =>
  keys
    .filter(({ number }) => certificate === '' || number === undefined || number === certificate)
    .map(({ key }) => key);
