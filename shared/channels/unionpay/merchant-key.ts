import type { KeyObject } from 'node:crypto';
import { readRsaKey } from '../wire/rsa-key.ts';
import { certIdOf, readCertificates } from './certificates.ts';
import type { UnionpayCredentials } from './config.ts';

export interface MerchantKey {
  readonly privateKey: KeyObject;
  readonly certId: string;
}

/** @returns `undefined` when key or certificate cannot be read */
export const merchantKeyOf = ({
  merchantPrivateKey = '',
  merchantCertificate = '',
}: UnionpayCredentials): MerchantKey | undefined => {
  const privateKey = readRsaKey(merchantPrivateKey, 'private');
  const [certificate] = readCertificates(merchantCertificate) ?? [];
  return privateKey && certificate ? { privateKey, certId: certIdOf(certificate) } : undefined;
};
