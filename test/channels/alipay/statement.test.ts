import { expect, test } from 'vitest';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type { AlipayConfig } from '#shared/channels/alipay/config.ts';
import { statement } from '#shared/channels/alipay/statement.ts';
import {
  NOT_CONNECTED,
  replyText,
  scriptedHttp,
  TIMED_OUT,
} from '#test/channels/support/scripted-http.ts';
import { anAlipayContext } from './contexts.ts';
import { CONFIG, done, refused } from './provider-side.ts';

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';
const ADDRESS = 'https://dwbillcenter.alipay.com/downloadBillFile.resource?fileId=1';
const DAY = '2026-11-01';

/** An empty zip. */
const ZIP = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);
const fileReply = (bytes: Uint8Array, status = 200): ProviderResponse => ({
  kind: 'response',
  status,
  headers: { 'content-type': 'application/octet-stream' },
  body: '',
  bytes,
});

const ticket = (address = ADDRESS) => done(METHOD, { bill_download_url: address });

const fetchBill = async (
  replies: readonly ProviderResponse[],
  { kind = 'trade', config = CONFIG, now = '2026-11-02T20:00:00+08:00' } = {} as {
    kind?: 'trade' | 'funds';
    config?: AlipayConfig;
    now?: string;
  },
) => {
  const http = scriptedHttp(...replies);
  const context = anAlipayContext({ http, config, now: new Date(now) });
  return { outcome: await statement(context, { kind, day: DAY }), requests: http.requests };
};

test.each([
  ['trade', 'trade'],
  ['funds', 'signcustomer'],
] as const)('the %s bill is asked for as %s, and fetched at once', async (kind, type) => {
  const { outcome, requests } = await fetchBill([ticket(), fileReply(ZIP)], { kind });
  expect(outcome).toEqual({
    kind: 'file',
    name: `alipay-${kind}-${CONFIG.sellerId}-${DAY}.zip`,
    contentType: 'application/zip',
    bytes: ZIP,
  });
  const asked = new URLSearchParams(requests[0]?.body).get('biz_content') ?? '';
  expect(JSON.parse(asked)).toEqual({ bill_type: type, bill_date: DAY });
  expect(requests[1]).toMatchObject({ method: 'GET', url: ADDRESS, maxAnswerBytes: 64_000_000 });
});

test('an http address is asked for by https; on loopback it stays', async () => {
  const { requests } = await fetchBill([ticket(ADDRESS.replace('https', 'http')), fileReply(ZIP)]);
  expect(requests[1]?.url).toBe(ADDRESS);
  const config = { ...CONFIG, gatewayUrl: 'http://127.0.0.1:7001/gateway.do' };
  const local = await fetchBill([ticket('http://127.0.0.1:7001/bill/1'), fileReply(ZIP)], {
    config,
  });
  expect(local.requests[1]?.url).toBe('http://127.0.0.1:7001/bill/1');
});

test.each(['', 'file:///etc/passwd', 'http://127.0.0.1:9/x', 'https://u:p@alipay.com/'])(
  'an address such as %o is not fetched',
  async (address) => {
    const { outcome, requests } = await fetchBill([ticket(address)]);
    expect(outcome.kind).toBe('unknown');
    expect(requests).toHaveLength(1);
  },
);

test.each([
  ['a page', fileReply(Buffer.from('<html>expired</html>'))],
  ['a file cut short', fileReply(Buffer.from('PK\x03\x04 and then nothing', 'latin1'))],
  ['an error', fileReply(ZIP, 403)],
  ['no answer', TIMED_OUT],
  ['no connection', NOT_CONNECTED],
])('%s is not the file', async (_, reply) => {
  expect((await fetchBill([ticket(), reply])).outcome.kind).toBe('unknown');
});

test.each([
  ['2026-11-02T08:00:00+08:00', 'not_ready'],
  ['2026-11-02T12:00:01+08:00', 'no_file'],
] as const)('no bill at %s is %s', async (now, kind) => {
  for (const word of ['isp.bill_not_exist', 'BILL_NOT_EXIST'])
    expect((await fetchBill([refused(METHOD, word)], { now })).outcome.kind).toBe(kind);
});

test('other refusals and unsigned addresses are unknown', async () => {
  expect((await fetchBill([refused(METHOD, 'isp.inner_error')])).outcome.kind).toBe('unknown');
  const unsigned = replyText(
    `{"${METHOD.replaceAll('.', '_')}_response":{"code":"10000","bill_download_url":"${ADDRESS}"}}`,
  );
  expect((await fetchBill([unsigned])).outcome.kind).toBe('unknown');
});
