import type { KeyObject } from 'node:crypto';
import { isValidAt } from './certificates.ts';
import type { WechatPayContext } from './config.ts';
import { enteredKey, namesPublicKey } from './entered-keys.ts';
import { fetchedCertificates } from './fetched-certificates.ts';

export type PlatformKey =
  | { readonly kind: 'key'; readonly key: KeyObject }
  /** WeChat Pay has no such key, or the account does not take it. */
  | { readonly kind: 'unknown'; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly detail: string }
  /** Nothing to verify with was entered. */
  | { readonly kind: 'blank' };

/** The key that a message says it was signed with, if this account takes it. */
export const platformKey = async (
  context: WechatPayContext,
  serial: string,
): Promise<PlatformKey> => {
  const { config, credentials, now } = context;
  // Fetched certificates are worth what this key is worth, and without it no notification can be read.
  if (credentials.apiV3Key.trim() === '') return { kind: 'blank' };
  if (config.verification === 'public_key' && !credentials.publicKey?.trim())
    return { kind: 'blank' };
  const entered = enteredKey(context, serial);
  if (entered) return { kind: 'key', key: entered };
  if (config.verification === 'public_key' || namesPublicKey(serial))
    return { kind: 'unknown', detail: 'signed with a key that this account does not name' };
  const fetched = await fetchedCertificates(context, serial.toUpperCase());
  if (fetched.kind === 'unavailable') return fetched;
  const certificate = fetched.certificates.get(serial.toUpperCase());
  return certificate && isValidAt(certificate, now)
    ? { kind: 'key', key: certificate.publicKey }
    : { kind: 'unknown', detail: 'signed with a certificate that WeChat Pay does not list' };
};
