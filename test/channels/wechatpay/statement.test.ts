import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { statement } from '#shared/channels/wechatpay/statement.ts';
import { replyText, scriptedHttp, TIMED_OUT } from '#test/channels/support/scripted-http.ts';
import { aContext } from './contexts.ts';
import { PARTNER_CONFIG, reply } from './provider-side.ts';

const CSV = Buffer.from('\uFEFF交易时间,公众账号ID\n`2026-10-31 12:00:00,`wx1\n');
const FILE = 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=abc%3D';

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');

const ticket = (change: object = {}): ProviderResponse =>
  reply({ hash_type: 'SHA1', hash_value: sha1(CSV), download_url: FILE, ...change });

const file = (bytes: Buffer): ProviderResponse => ({
  kind: 'response',
  status: 200,
  headers: {},
  body: '',
  bytes,
});

const YESTERDAY = { kind: 'trade', day: '2026-10-31' } as const;

test.each([
  ['packed', gzipSync(CSV)],
  ['plain', CSV],
])('a %s file is handed out as it was packed, when its hash agrees', async (_, bytes) => {
  const http = scriptedHttp(ticket(), file(bytes));
  expect(await statement(aContext({ http }), YESTERDAY)).toEqual({
    kind: 'file',
    name: 'wechatpay-trade-1900000109-2026-10-31.csv',
    contentType: 'text/csv; charset=utf-8',
    bytes: CSV,
  });
  expect(http.requests.map(({ url }) => url)).toEqual([
    'https://api.mch.weixin.qq.com/v3/bill/tradebill?bill_date=2026-10-31&bill_type=ALL&tar_type=GZIP',
    FILE,
  ]);
  expect(http.requests[1]?.headers?.authorization).toMatch(/^WECHATPAY2-SHA256-RSA2048 /);
  expect(http.requests[1]?.maxAnswerBytes).toBe(64_000_000);
});

test('movements of the balance are another bill', async () => {
  const http = scriptedHttp(ticket(), file(CSV));
  await statement(aContext({ http }), { kind: 'funds', day: '2026-10-31' });
  expect(http.requests[0]?.url).toBe(
    'https://api.mch.weixin.qq.com/v3/bill/fundflowbill?bill_date=2026-10-31&account_type=BASIC&tar_type=GZIP',
  );
});

test("a service provider asks for the sub-merchant's payments; there is no file of its balance", async () => {
  const http = scriptedHttp(ticket(), file(CSV));
  const context = aContext({ http, config: PARTNER_CONFIG });
  expect(await statement(context, YESTERDAY)).toMatchObject({
    name: 'wechatpay-trade-1900000109-2026-10-31.csv',
  });
  expect(http.requests[0]?.url).toMatch(/&sub_mchid=1900000109$/);
  expect(await statement(context, { kind: 'funds', day: '2026-10-31' })).toMatchObject({
    kind: 'no_file',
  });
  const micro = aContext({ config: { ...PARTNER_CONFIG, accessMode: 'micro' } });
  expect((await statement(micro, YESTERDAY)).kind).toBe('no_file');
});

test.each<[string, readonly ProviderResponse[]]>([
  ['cut short', [ticket(), file(CSV.subarray(0, 20))]],
  ['packed and cut short', [ticket(), file(gzipSync(CSV).subarray(0, 30))]],
  ['another one', [ticket({ hash_value: sha1(Buffer.from('x')) }), file(CSV)]],
  ['not answered', [ticket(), TIMED_OUT]],
  ['answered with an error', [ticket(), replyText('', 403)]],
  ['hashed in an unknown way', [ticket({ hash_type: 'MD5' }), file(CSV)]],
  [
    'at an address of somebody else',
    [ticket({ download_url: 'https://evil.example.com/x' }), file(CSV)],
  ],
  [
    'at an address that only looks right',
    [ticket({ download_url: 'https://api.mch.weixin.qq.com@evil.example.com/' }), file(CSV)],
  ],
  ['promised by nobody', [replyText('{}'), file(CSV)]],
])('a file that is %s is not taken', async (_, replies) => {
  const http = scriptedHttp(...replies);
  expect((await statement(aContext({ http }), YESTERDAY)).kind).toBe('unknown');
  for (const { url } of http.requests) expect(new URL(url).host).toBe('api.mch.weixin.qq.com');
});

test.each([
  ['STATEMENT_CREATING', '2026-11-02T12:00:00Z', 'not_ready'],
  ['NO_STATEMENT_EXIST', '2026-11-01T01:59:00Z', 'not_ready'],
  ['NO_STATEMENT_EXIST', '2026-11-01T02:01:00Z', 'no_file'],
  ['NO_AUTH', '2026-11-02T12:00:00Z', 'unknown'],
])('%s at %s is %s', async (code, now, kind) => {
  const at = new Date(now);
  const refused = reply({ code, message: '账单' }, { status: 400, at });
  const context = aContext({ http: scriptedHttp(refused), now: at });
  expect((await statement(context, YESTERDAY)).kind).toBe(kind);
});
