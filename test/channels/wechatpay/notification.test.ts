import { expect, test } from 'vitest';
import { acknowledge } from '#shared/channels/wechatpay/acknowledge.ts';
import { wechatPayCredentialsSchema } from '#shared/channels/wechatpay/config.ts';
import { wechatpay } from '#shared/channels/wechatpay/index.ts';
import { notification } from '#shared/channels/wechatpay/notification.ts';
import { aContext } from './contexts.ts';
import { CREDENTIALS, event } from './provider-side.ts';

const genuine = () => event({ type: 'OTHER.EVENT', content: '{}' });

test('a probe with a wrong signature is answered with an error', async () => {
  const callback = genuine();
  const signature = `WECHATPAY/SIGNTEST/${callback.headers['wechatpay-signature']}`;
  expect(
    await notification(aContext(), {
      ...callback,
      headers: { ...callback.headers, 'wechatpay-signature': signature },
    }),
  ).toMatchObject({ kind: 'rejected', reason: 'signature_invalid' });
  expect(acknowledge('rejected').status).toBeGreaterThanOrEqual(400);
});

test('what the APIv3 key does not open is refused, so that WeChat Pay repeats it until the key is right', async () => {
  const credentials = { apiV3Key: 'another-api-v3-key-of-32-bytes-x' };
  expect(await notification(aContext({ credentials }), genuine())).toMatchObject({
    kind: 'rejected',
    reason: 'signature_invalid',
    detail: expect.stringContaining('APIv3'),
  });
});

test.each(['', 'short', 'sixteen-bytes-16', `${CREDENTIALS.apiV3Key}x`, '密'.repeat(32)])(
  'an APIv3 key of another length than 32 bytes is no key: %o',
  (apiV3Key) => {
    expect(wechatPayCredentialsSchema.safeParse({ ...CREDENTIALS, apiV3Key }).success).toBe(false);
  },
);

test('a payment without its account is nobody’s', async () => {
  const content = JSON.stringify({ out_trade_no: 'x1', trade_state: 'SUCCESS' });
  expect(
    await notification(aContext(), event({ type: 'TRANSACTION.SUCCESS', content })),
  ).toMatchObject({ kind: 'rejected', reason: 'wrong_account' });
});

test.each([
  ['TRANSACTION.SUCCESS', '[]'],
  ['TRANSACTION.SUCCESS', 'no JSON'],
  ['REFUND.SUCCESS', '{"out_trade_no":1}'],
])('%s with the content %s is malformed', async (type, content) => {
  expect(await notification(aContext(), event({ type, content }))).toMatchObject({
    kind: 'rejected',
    reason: 'malformed',
  });
});

test('what is kept of a notification is enough to verify it again', async () => {
  const callback = genuine();
  const kept = (wechatpay.evidenceHeaders ?? []).map((name) => [
    name,
    callback.headers[name] ?? '',
  ]);
  expect(
    await notification(aContext(), { ...callback, headers: Object.fromEntries(kept) }),
  ).toMatchObject({ kind: 'verified' });
});
