import 'reflect-metadata';
import { createHash, createSign, createVerify } from 'node:crypto';
import { X509Certificate } from '@peculiar/x509';

type Parameters = Readonly<Record<string, string>>;

/** `a=1&b=2` by name, without the parameters named. */
const sorted = (parameters: Parameters, without: readonly string[]): string =>
  Object.keys(parameters)
    .filter((name) => !without.includes(name) && parameters[name] !== '')
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&');

const rsa2 = (text: string, privateKey: string): string =>
  createSign('RSA-SHA256').update(text, 'utf8').sign(privateKey, 'base64');

/** Whether a merchant signed a call. */
export const isSignedCall = (parameters: Parameters, publicKey: string): boolean =>
  createVerify('RSA-SHA256')
    .update(sorted(parameters, ['sign']), 'utf8')
    .verify(publicKey, parameters.sign ?? '', 'base64');

/** A notification's form: `sign_type` is not signed in these. */
export const signedNotification = (fields: Parameters, privateKey: string): Parameters => ({
  ...fields,
  sign_type: 'RSA2',
  sign: rsa2(sorted(fields, ['sign', 'sign_type']), privateKey),
});

/** A reply's text: the node is signed as it is spelt, slashes escaped. */
export const signedReply = (
  node: string,
  content: Readonly<Record<string, unknown>>,
  signer: { readonly privateKey: string; readonly certificateNumber?: string },
): string => {
  const text = JSON.stringify(content).replaceAll('/', '\\/');
  const certificate = signer.certificateNumber
    ? `"alipay_cert_sn":"${signer.certificateNumber}",`
    : '';
  return `{"${node}":${text},${certificate}"sign":"${rsa2(text, signer.privateKey)}"}`;
};

/** Alipay's number of a certificate: MD5 of its issuer, last name first, and its serial number in decimal. */
export const numberOf = (pem: string): string => {
  const { issuer, serialNumber } = new X509Certificate(pem);
  const names = issuer.split(', ').reverse().join(',');
  return createHash('md5')
    .update(names)
    .update(BigInt(`0x${serialNumber}`).toString())
    .digest('hex');
};
