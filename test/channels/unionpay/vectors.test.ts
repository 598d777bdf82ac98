import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { UnionpayConfig, UnionpayCredentials } from '#shared/channels/unionpay/config.ts';
import { unionpay } from '#shared/channels/unionpay/index.ts';
import { keySignature, verifyKeySignature } from '#shared/channels/unionpay/sign.ts';
import { contextOf } from '#test/channels/conformance/contexts.ts';
import { describeVectors, type Vector } from '#test/channels/support/vectors.ts';
import { posted } from './provider-side.ts';

interface Input {
  readonly params: Readonly<Record<string, string>>;
  readonly rawBody?: string;
  readonly secureKey?: string;
  readonly secret?: string;
}
type Published = Vector<Input>;

const fieldsOf = (params: Input['params']) =>
  new Map(
    Object.entries(params).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
  );

const DAY = new Date('2022-09-08T05:22:10Z');
/** The published signer ended in July 2025. */
const TOO_LATE = new Date('2026-11-01T12:00:00Z');

/** An account that these messages are for, on the day they were sent; their signer's certificate is pinned itself. */
const judge = (
  { merId, trusted, now = DAY }: { merId: string; trusted: string; now?: Date },
  body: Buffer,
) => {
  const config: UnionpayConfig = {
    accessMode: 'bank_gateway',
    merId,
    signMethod: 'certificate',
  };
  const credentials: UnionpayCredentials = { trustedCertificates: trusted };
  const subject = { channel: unionpay, config, credentials } as Parameters<typeof contextOf>[0];
  return unionpay.notification(contextOf(subject, { now }), {
    httpMethod: 'POST',
    headers: {},
    query: '',
    body,
  });
};

const checkNotification = async ({ input, expected }: Published): Promise<void> => {
  const { merId = '', signPubKeyCert = '' } = input.params;
  const account = { merId, trusted: signPubKeyCert };
  const body = Buffer.from(input.rawBody ?? '');
  const outcome = await judge(account, body);
  expect((await judge({ ...account, now: TOO_LATE }, body)).kind).toBe('rejected');
  expect(outcome.kind).toBe(expected.verify ? 'verified' : 'rejected');
  if (outcome.kind === 'verified')
    expect(outcome.notification).toMatchObject({
      kind: 'payment',
      status: 'succeeded',
      providerOrderNumber: input.params.orderId,
      providerReference: input.params.queryId,
      amount: { currency: 'CNY', minor: 1n },
    });
};

const checkKeySignature = ({ input, expected }: Published): void => {
  const { secureKey = '', params } = input;
  const fields = fieldsOf(params);
  expect(keySignature(fields, secureKey)).toBe(expected.signature);
  // The published example signs with a blank key: it can be computed, and must never verify.
  expect(verifyKeySignature(fields, secureKey, String(expected.signature))).toBe(
    secureKey.trim() !== '',
  );
};

/** UnionPay's QR aggregation (QRA, MD5) is another product, which this channel does not speak. */
const checkOtherProduct = async ({ input }: Published): Promise<void> => {
  const { sign, ...params } = input.params;
  const text = Object.keys(params)
    .filter((name) => params[name] !== '')
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
  const md5 = createHash('md5').update(`${text}&key=${input.secret}`).digest('hex');
  expect(md5.toUpperCase()).toBe(sign);
  const outcome = await judge(
    { merId: '777290058110048', trusted: 'none' },
    Buffer.from(posted(input.params).body),
  );
  expect(outcome.kind).toBe('rejected');
};

describeVectors<Input>('unionpay-', (found) => {
  test.each(found)('$id', async (vector) => {
    if (vector.input.secret !== undefined) await checkOtherProduct(vector);
    else if (vector.kind === 'sign') checkKeySignature(vector);
    else await checkNotification(vector);
  });
});
