import { expect, test } from 'vitest';
import type { ProviderHttp, ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { notification } from '#shared/channels/wechatpay/notification.ts';
import { query } from '#shared/channels/wechatpay/query.ts';
import { NOW } from '#test/channels/conformance/contexts.ts';
import {
  NOT_CONNECTED,
  replyText,
  scriptedHttp,
  TIMED_OUT,
} from '#test/channels/support/scripted-http.ts';
import { aContext, aPayment } from './contexts.ts';
import {
  BY_CERTIFICATE,
  BY_NEXT_CERTIFICATE,
  BY_PUBLIC_KEY,
  certificate,
  certificateList,
  event,
  NEXT_PLATFORM,
  NEXT_SERIAL,
  PLATFORM,
  refusal,
  reply,
  SERIAL,
  STRANGER,
} from './provider-side.ts';

const OLD = certificate(PLATFORM, SERIAL);
const NEXT = certificate(NEXT_PLATFORM, NEXT_SERIAL);

const contextWith = (
  http: ProviderHttp,
  {
    now = NOW,
    entered = undefined as string | undefined,
    verification = 'platform_certificates' as const,
  } = {},
) =>
  aContext({
    http,
    now,
    config: { verification },
    credentials: entered === undefined ? {} : { platformCertificates: entered },
  });

const other = (options: Parameters<typeof event>[1] = {}) =>
  event({ type: 'OTHER.EVENT', content: '{}' }, options);

const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

test('with nothing entered the certificates are fetched once, opened and believed', async () => {
  const http = scriptedHttp(certificateList([OLD]));
  const context = contextWith(http);
  for (const _ of [1, 2])
    expect(await notification(context, other({ signer: BY_CERTIFICATE }))).toMatchObject({
      kind: 'verified',
    });
  expect(http.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET https://api.mch.weixin.qq.com/v3/certificates',
  ]);
  expect(http.requests[0]?.headers).not.toHaveProperty('wechatpay-serial');
});

test('a new certificate is fetched when the first message names it, and the old one goes on', async () => {
  const http = scriptedHttp(certificateList([OLD]), certificateList([OLD, NEXT]));
  expect((await notification(contextWith(http), other({ signer: BY_CERTIFICATE }))).kind).toBe(
    'verified',
  );
  const now = later(120);
  for (const signer of [BY_NEXT_CERTIFICATE, BY_CERTIFICATE])
    expect((await notification(contextWith(http, { now }), other({ signer, at: now }))).kind).toBe(
      'verified',
    );
  expect(http.requests).toHaveLength(2);
});

test('messages that arrive together make one call', async () => {
  const http = scriptedHttp(certificateList([OLD]));
  const context = contextWith(http);
  const outcomes = await Promise.all(
    [1, 2, 3, 4].map(() => notification(context, other({ signer: BY_CERTIFICATE }))),
  );
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(4).fill('verified'));
  expect(http.requests).toHaveLength(1);
});

test('made-up names of certificates make at most one call a minute', async () => {
  const http = scriptedHttp(certificateList([OLD]));
  const forged = () => other({ signer: { ...BY_CERTIFICATE, serial: NEXT_SERIAL } });
  for (const _ of [1, 2, 3])
    expect(await notification(contextWith(http), forged())).toMatchObject({
      kind: 'rejected',
      reason: 'signature_invalid',
    });
  expect(http.requests).toHaveLength(1);
  await notification(
    contextWith(http, { now: later(61) }),
    other({ signer: { ...BY_CERTIFICATE, serial: NEXT_SERIAL }, at: later(61) }),
  );
  expect(http.requests).toHaveLength(2);
});

const BROKEN: readonly (readonly [string, ProviderResponse])[] = [
  ['nobody answers', TIMED_OUT],
  ['nobody is reached', NOT_CONNECTED],
  ['an error is answered', refusal('SYSTEM_ERROR', '', { status: 500 })],
  ['the account has none', refusal('RESOURCE_NOT_EXISTS', '无可用的平台证书', { status: 404 })],
  ['a page is answered', replyText('<html>')],
  ['the list is empty', reply({ data: [] }, { signer: BY_CERTIFICATE })],
  [
    'it was sealed with another key',
    certificateList([OLD], { apiV3Key: 'another-api-v3-key-of-32-bytes-x' }),
  ],
  [
    'a stranger signed the list',
    certificateList([OLD], { signer: { privateKey: STRANGER.privateKey, serial: SERIAL } }),
  ],
  [
    'the list was signed long ago',
    certificateList([OLD], { signer: BY_CERTIFICATE, at: later(-400) }),
  ],
  [
    'one that is not in the list signed it',
    certificateList([OLD], { signer: BY_NEXT_CERTIFICATE }),
  ],
];

test.each(BROKEN)('when %s, a message cannot be judged, and is repeated', async (_, response) => {
  const http = scriptedHttp(response);
  expect((await notification(contextWith(http), other({ signer: BY_CERTIFICATE }))).kind).toBe(
    'unavailable',
  );
  // Nobody is asked again at once, and later somebody is.
  expect((await notification(contextWith(http), other({ signer: BY_CERTIFICATE }))).kind).toBe(
    'unavailable',
  );
  expect(http.requests).toHaveLength(1);
});

test('after a failure the next one is asked for soon', async () => {
  const http = scriptedHttp(TIMED_OUT, certificateList([OLD], { at: later(6) }));
  await notification(contextWith(http), other({ signer: BY_CERTIFICATE }));
  const now = later(6);
  expect(
    (await notification(contextWith(http, { now }), other({ signer: BY_CERTIFICATE, at: now })))
      .kind,
  ).toBe('verified');
});

test('when certificates cannot be fetched, a signed reply is not believed', async () => {
  const http = scriptedHttp(
    reply({ trade_state: 'SUCCESS' }, { signer: BY_CERTIFICATE }),
    TIMED_OUT,
  );
  expect((await query(contextWith(http), aPayment())).kind).toBe('unknown');
});

test('a certificate that has ended vouches for nothing', async () => {
  const ended = certificate(PLATFORM, SERIAL, { endsAt: later(-1) });
  const http = scriptedHttp(certificateList([ended]));
  expect(
    await notification(contextWith(http, { entered: ended }), other({ signer: BY_CERTIFICATE })),
  ).toMatchObject({ kind: 'rejected', reason: 'signature_invalid' });
});

test('an account that verifies by public key fetches nothing and takes no certificate', async () => {
  const http = scriptedHttp();
  const context = aContext({ http, credentials: { platformCertificates: OLD } });
  expect(await notification(context, other({ signer: BY_CERTIFICATE }))).toMatchObject({
    kind: 'rejected',
    reason: 'signature_invalid',
  });
});

test('an account that verifies by certificates does not take the public key', async () => {
  const context = contextWith(scriptedHttp());
  expect(await notification(context, other({ signer: BY_PUBLIC_KEY }))).toMatchObject({
    kind: 'rejected',
    reason: 'signature_invalid',
  });
});

test('while an account moves, the public key may sign the list of certificates', async () => {
  const http = scriptedHttp(certificateList([NEXT], { signer: BY_PUBLIC_KEY }));
  const context = aContext({ http, config: { verification: 'both' } });
  for (const signer of [BY_NEXT_CERTIFICATE, BY_PUBLIC_KEY])
    expect((await notification(context, other({ signer }))).kind).toBe('verified');
  expect(http.requests).toHaveLength(1);
});

test('accounts with another APIv3 key do not share what was fetched', async () => {
  const http = scriptedHttp(certificateList([OLD]), TIMED_OUT);
  expect((await notification(contextWith(http), other({ signer: BY_CERTIFICATE }))).kind).toBe(
    'verified',
  );
  const strangers = aContext({
    http,
    config: { verification: 'platform_certificates' },
    credentials: { apiV3Key: 'another-api-v3-key-of-32-bytes-x' },
  });
  expect((await notification(strangers, other({ signer: BY_CERTIFICATE }))).kind).toBe(
    'unavailable',
  );
});
