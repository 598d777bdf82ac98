import type { KeyObject } from 'node:crypto';
import { readRsaKey } from '../wire/rsa-key.ts';
import { isValidAt, readCertificates, serialOf } from './certificates.ts';
import type { WechatPayContext } from './config.ts';

const PUBLIC_KEY_PREFIX = 'PUB_KEY_ID_';

export const namesPublicKey = (serial: string): boolean => serial.startsWith(PUBLIC_KEY_PREFIX);

/** The key of that name which the merchant entered, if the account's way of verifying takes it now. */
export const enteredKey = (
  { config, credentials, now }: WechatPayContext,
  serial: string,
): KeyObject | undefined => {
  if (namesPublicKey(serial))
    return config.verification !== 'platform_certificates' && serial === config.publicKeyId
      ? readRsaKey(credentials.publicKey ?? '', 'public')
      : undefined;
  if (config.verification === 'public_key') return undefined;
  const certificates = readCertificates(credentials.platformCertificates ?? '') ?? [];
  return certificates.find(
    (certificate) => serialOf(certificate) === serial.toUpperCase() && isValidAt(certificate, now),
  )?.publicKey;
};
