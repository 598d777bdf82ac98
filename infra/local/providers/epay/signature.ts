import { createHash, createSign, createVerify } from 'node:crypto';

/**
 * Signs and verifies as a gateway does. Written apart from the channel on purpose: when both sides shared this code,
 * a mistake in it would go unnoticed.
 */
type Message = Readonly<Record<string, string>>;

const canonical = (message: Message): string => {
  const names = Object.keys(message).filter(
    (name) => name !== 'sign' && name !== 'sign_type' && message[name] !== '',
  );
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return names.map((name) => `${name}=${message[name]}`).join('&');
};

/** v1 */
export const md5Of = (message: Message, key: string): string =>
  createHash('md5')
    .update(canonical(message) + key)
    .digest('hex');

/** v2 */
export const rsaOf = (message: Message, privateKeyPem: string): string =>
  createSign('RSA-SHA256').update(canonical(message)).sign(privateKeyPem, 'base64');

export const rsaMatches = (message: Message, publicKeyPem: string): boolean => {
  try {
    return createVerify('RSA-SHA256')
      .update(canonical(message))
      .verify(publicKeyPem, message.sign ?? '', 'base64');
  } catch {
    return false;
  }
};
