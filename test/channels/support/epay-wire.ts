import { generateKeyPairSync } from 'node:crypto';
import { md5Of, rsaOf } from '#infra/local/providers/epay/signature.ts';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

/** An epay account in both protocols, with the gateway's side of the keys. */
export const PID = '1001';
export const KEY = '89unJUB8HZ54Hj7x4nUj56HN4nUzUJ8i';
export const MERCHANT = pair();
export const PLATFORM = pair();
export const STRANGER = pair();

export type Protocol = 'v1' | 'v2';
export type Carrier = 'GET' | 'POST form' | 'POST JSON';

/** The sign that a gateway puts on its fields. The gateway's side is written apart from the channel's. */
export const gatewaySign = (
  fields: Readonly<Record<string, string>>,
  protocol: Protocol,
): string => (protocol === 'v1' ? md5Of(fields, KEY) : rsaOf(fields, PLATFORM.privateKey));

export const signedByGateway = (
  fields: Readonly<Record<string, string>>,
  protocol: Protocol,
): Record<string, string> => ({
  ...fields,
  sign: gatewaySign(fields, protocol),
  sign_type: protocol === 'v1' ? 'MD5' : 'RSA',
});

/** The fields on the wire, in one of the three ways that gateways notify. */
export const carried = (
  fields: Readonly<Record<string, string>>,
  carrier: Carrier,
): RawCallback => {
  const form = new URLSearchParams(fields).toString();
  switch (carrier) {
    case 'GET':
      return { httpMethod: 'GET', headers: {}, query: form, body: Buffer.alloc(0) };
    case 'POST form':
      return posted('application/x-www-form-urlencoded', form);
    case 'POST JSON':
      return posted('application/json', JSON.stringify(fields));
  }
};

const posted = (contentType: string, body: string): RawCallback => ({
  httpMethod: 'POST',
  headers: { 'content-type': contentType },
  query: '',
  body: Buffer.from(body),
});
