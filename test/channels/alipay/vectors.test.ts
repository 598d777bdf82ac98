import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { call } from '#shared/channels/alipay/client.ts';
import type { AlipayCredentials } from '#shared/channels/alipay/config.ts';
import { notification } from '#shared/channels/alipay/notification.ts';
import { replyText, scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { describeVectors, type Vector } from '#test/channels/support/vectors.ts';
import { anAlipayContext } from './contexts.ts';
import { CONFIG, CREDENTIALS } from './provider-side.ts';

const notifiedSchema = z.object({
  params: z.object({
    app_id: z.string(),
    auth_app_id: z.string(),
    seller_id: z.string(),
    out_trade_no: z.string(),
    total_amount: z.string(),
  }),
  rawBody: z.string(),
  publicKey: z.string().optional(),
  certificatePem: z.string().optional(),
});
const answeredSchema = z.object({
  signedContent: z.string(),
  signature: z.string(),
  certificatePem: z.string(),
});

const CHECKS: Record<string, (vector: Vector) => Promise<void>> = {
  'notification-verify': async ({ input, expected }) => {
    const { params, rawBody, publicKey, certificatePem } = notifiedSchema.parse(input);
    const credentials: AlipayCredentials = {
      appPrivateKey: CREDENTIALS.appPrivateKey,
      ...(publicKey === undefined ? {} : { alipayPublicKey: publicKey }),
      ...(certificatePem === undefined ? {} : { alipayCertificate: certificatePem }),
    };
    const outcome = await notification(
      anAlipayContext({
        config: {
          ...CONFIG,
          appId: params.app_id,
          sellerId: params.seller_id,
          keyMode: publicKey === undefined ? 'certificate' : 'public_key',
        },
        credentials,
      }),
      { httpMethod: 'POST', headers: {}, query: '', body: Buffer.from(rawBody) },
    );
    if (expected.verify)
      expect(outcome).toMatchObject({
        kind: 'verified',
        notification: {
          kind: 'payment',
          providerOrderNumber: params.out_trade_no,
          status: 'succeeded',
        },
      });
    else expect(outcome).toMatchObject({ kind: 'rejected', reason: 'signature_invalid' });
  },
  'response-verify': async ({ input, expected }) => {
    const { signedContent, signature, certificatePem } = answeredSchema.parse(input);
    const publicKey = new X509Certificate(certificatePem).publicKey;
    const method = 'alipay.fund.trans.uni.transfer';
    const body = `{"alipay_fund_trans_uni_transfer_response":${signedContent},"sign":"${signature}"}`;
    const reply = await call(
      anAlipayContext({
        http: scriptedHttp(replyText(body)),
        credentials: {
          ...CREDENTIALS,
          alipayPublicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        },
      }),
      { method, content: {} },
    );
    expect(reply.kind).toBe(expected.verify ? 'done' : 'no_answer');
  },
};

describeVectors<Readonly<Record<string, unknown>>>('alipay', (published) => {
  test.each(published)('$id agrees', async (vector) => {
    const check = CHECKS[vector.kind];
    if (!check) throw new Error(`nobody checks vectors of the kind ${vector.kind}`);
    await check(vector);
  });
});
