import {
  constants,
  createCipheriv,
  createPublicKey,
  verify as rsaVerify,
  X509Certificate,
} from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openContent } from '#shared/channels/wechatpay/aead.ts';
import {
  doubtOf,
  isSignedWith,
  signatureOf,
} from '#shared/channels/wechatpay/message-signature.ts';
import { notification } from '#shared/channels/wechatpay/notification.ts';
import { payText } from '#shared/channels/wechatpay/sign.ts';
import { scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { describeVectors, type Vector } from '#test/channels/support/vectors.ts';
import { aContext } from './contexts.ts';

const messageSchema = z.object({
  headers: z.record(z.string(), z.string()),
  rawBody: z.string(),
});
const notifiedSchema = messageSchema.extend({
  platformCertificatePem: z.string(),
  platformSerial: z.string(),
  apiV3Key: z.string(),
  nowEpochSeconds: z.int(),
});
const aeadSchema = z.object({
  apiV3Key: z.string(),
  associatedData: z.string(),
  nonce: z.string(),
  ciphertextBase64: z.string(),
});

const lowerCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** The published keys are 16 bytes long, which no real account has: what they seal must stay closed here. */
const sealedAgain = (plain: string, nonce: string, associatedData: string, key: string): string => {
  const cipher = createCipheriv(key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm', key, nonce);
  cipher.setAAD(Buffer.from(associatedData));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
    'base64',
  );
};

const CHECKS: Record<string, (vector: Vector) => Promise<void> | void> = {
  'aead-decrypt': ({ input, expected }) => {
    const { apiV3Key, associatedData, nonce, ciphertextBase64 } = aeadSchema.parse(input);
    const plain = String(expected.plaintext);
    // The published layout is the one that is read here …
    expect(sealedAgain(plain, nonce, associatedData, apiV3Key)).toBe(ciphertextBase64);
    const content = (ciphertext: string) => ({
      algorithm: 'AEAD_AES_256_GCM' as const,
      nonce,
      associated_data: associatedData,
      ciphertext,
    });
    const longKey = apiV3Key.padEnd(32, '0');
    const sealed = sealedAgain(plain, nonce, associatedData, longKey);
    expect(openContent(content(sealed), longKey)?.toString()).toBe(plain);
    // … and a key of 16 bytes is refused.
    expect(openContent(content(ciphertextBase64), apiV3Key)).toBeUndefined();
  },
  'notification-verify-decrypt': async ({ input, expected }) => {
    const vector = notifiedSchema.parse(input);
    const signature = signatureOf(lowerCase(vector.headers));
    const now = new Date(vector.nowEpochSeconds * 1000);
    const { publicKey } = new X509Certificate(vector.platformCertificatePem);
    const body = Buffer.from(vector.rawBody);
    const verifies =
      doubtOf(signature, now) === undefined && isSignedWith(publicKey, signature, body);
    expect(verifies).toBe(expected.verify);
    const outcome = await notification(
      aContext({
        http: scriptedHttp(),
        now,
        config: { verification: 'platform_certificates' },
        credentials: {
          apiV3Key: vector.apiV3Key,
          platformCertificates: vector.platformCertificatePem,
        },
      }),
      { httpMethod: 'POST', headers: lowerCase(vector.headers), query: '', body },
    );
    // Either its signature is wrong, or its key has 16 bytes.
    expect(outcome.kind).toBe('rejected');
  },
  'response-verify': ({ input, expected }) => {
    const { headers, rawBody } = messageSchema.parse(input);
    const { publicKey } = new X509Certificate(z.string().parse(input.publicKeyPem));
    const signature = signatureOf(lowerCase(headers));
    expect(isSignedWith(publicKey, signature, Buffer.from(rawBody))).toBe(expected.verify);
  },
  'sign-known-output-no-key': ({ input, expected }) => {
    const key = createPublicKey(z.string().parse(input.publicKeyPem));
    const [appId = '', timestamp = '', nonce = '', payload = ''] = z
      .string()
      .parse(input.jsapiMessage)
      .split('\n');
    const texts = {
      jsapiPaySign: payText({ appId, timestamp, nonce, payload }),
      appSign: payText({ appId, timestamp, nonce, payload: payload.replace('prepay_id=', '') }),
    };
    expect(texts.jsapiPaySign.toString()).toBe(input.jsapiMessage);
    expect(texts.appSign.toString()).toBe(input.appMessage);
    for (const [name, text] of Object.entries(texts))
      expect(
        rsaVerify(
          'sha256',
          text,
          { key, padding: constants.RSA_PKCS1_PADDING },
          Buffer.from(z.string().parse(expected[name]), 'base64'),
        ),
      ).toBe(true);
  },
};

describeVectors<Readonly<Record<string, unknown>>>('wechat', (published) => {
  test.each(published)('$id agrees', async (vector) => {
    const check = CHECKS[vector.kind];
    if (!check) throw new Error(`nobody checks vectors of the kind ${vector.kind}`);
    await check(vector);
  });
});
