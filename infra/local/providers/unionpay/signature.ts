import { createHash, createPrivateKey, sign, verify, X509Certificate } from 'node:crypto';
import { damaged } from '../kit/notifier.ts';
import type { Account, UnionpayPlatform } from './keys.ts';

export type Fields = Readonly<Record<string, string>>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const textOf = ({ signature: _, ...fields }: Fields): string =>
  Object.keys(fields)
    .filter((name) => fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');

/** Whether the merchant signed a request, in the way of its account. */
export const isSignedBy = (account: Account, fields: Fields): boolean => {
  const { signature = '', signMethod, version, certId } = fields;
  if (version !== '5.1.0') return false;
  if (account.kind === 'key')
    return (
      signMethod === '11' && signature === sha256(`${textOf(fields)}&${sha256(account.secureKey)}`)
    );
  return (
    signMethod === '01' &&
    certId === account.certId &&
    verify(
      'sha256',
      Buffer.from(sha256(textOf(fields))),
      new X509Certificate(account.certificate).publicKey,
      Buffer.from(signature, 'base64'),
    )
  );
};

/** A message of UnionPay's to an account, with everything that makes it one. */
export const signedFor = (
  { signer }: UnionpayPlatform,
  account: Account,
  fields: Fields,
  isDamaged = false,
): Fields => {
  const message: Fields = {
    version: '5.1.0',
    encoding: 'UTF-8',
    accessType: '0',
    ...(account.kind === 'key'
      ? { signMethod: '11' }
      : {
          signMethod: '01',
          signPubKeyCert: signer.certificate.trim().replaceAll(/\r?\n/g, '\r\n'),
        }),
    ...fields,
  };
  const signature =
    account.kind === 'key'
      ? sha256(`${textOf(message)}&${sha256(account.secureKey)}`)
      : sign(
          'sha256',
          Buffer.from(sha256(textOf(message))),
          createPrivateKey(signer.privateKey),
        ).toString('base64');
  return { ...message, signature: isDamaged ? damaged(signature) : signature };
};
