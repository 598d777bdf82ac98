import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { statement } from '#shared/channels/unionpay/statement.ts';
import { NOW } from '#test/channels/conformance/contexts.ts';
import { NOT_CONNECTED, scriptedHttp, TIMED_OUT } from '#test/channels/support/scripted-http.ts';
import { asked, unionpayContext } from './contexts.ts';
import { answered, CONFIG, MER_ID, reply, type WireFields } from './provider-side.ts';

const ZIP = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(2_000, 7)]);
const packed = (bytes: Buffer): string => deflateSync(bytes).toString('base64');
const fileReply = (change: WireFields = {}) =>
  reply({
    respCode: '00',
    txnType: '76',
    settleDate: '1031',
    fileName: '777290058110048_20261031.zip',
    fileContent: packed(ZIP),
    ...change,
  });

const fetchDay = async (
  replies: readonly ProviderResponse[],
  {
    day = '2026-10-31',
    kind = 'trade' as const,
    now = NOW,
  }: {
    day?: string;
    kind?: 'trade' | 'funds';
    now?: Date;
  } = {},
) => {
  const http = scriptedHttp(...replies);
  const outcome = await statement(unionpayContext(CONFIG, { http, now }), { kind, day });
  return { outcome, http };
};

describe('a settlement day’s file', () => {
  test('is asked for by month and day, and unpacked', async () => {
    const { outcome, http } = await fetchDay([fileReply()]);
    expect(outcome).toMatchObject({
      kind: 'file',
      name: `unionpay-${MER_ID}-2026-10-31.zip`,
      contentType: 'application/zip',
    });
    expect(outcome.kind === 'file' && Buffer.from(outcome.bytes).equals(ZIP)).toBe(true);
    expect(http.requests[0]?.url).toBe('https://filedownload.test.95516.com/');
    expect(asked(http)[0]).toMatchObject({
      txnType: '76',
      txnSubType: '01',
      bizType: '000000',
      settleDate: '1031',
      fileType: '00',
      txnTime: '20261101200000',
    });
  });

  test('that is not there (yet) is told by the hour', async () => {
    const none = reply({ respCode: '98', respMsg: '文件不存在' });
    const morning = new Date('2026-11-01T03:59:00Z');
    expect((await fetchDay([none], { now: morning })).outcome.kind).toBe('not_ready');
    expect((await fetchDay([none])).outcome.kind).toBe('no_file');
  });

  test.each([
    ['a day that is not over', { day: '2026-11-01' }, 'not_ready'],
    ['a day whose number could mean another year', { day: '2025-12-01' }, 'no_file'],
    ['movements of the balance', { kind: 'funds' as const }, 'no_file'],
  ])('%s is not asked for', async (_, how, kind) => {
    const { outcome, http } = await fetchDay([], how);
    expect(outcome.kind).toBe(kind);
    expect(http.requests).toHaveLength(0);
  });

  test.each([
    ['cut short', fileReply({ fileContent: packed(ZIP).slice(0, -12) })],
    ['empty', fileReply({ fileContent: '' })],
    ['of another day', fileReply({ settleDate: '1030' })],
    ['no zip', fileReply({ fileContent: packed(Buffer.from('INN…')) })],
    ['signed by nobody', answered({ respCode: '00', fileContent: packed(ZIP) })],
    ['refused', reply({ respCode: '06' })],
    ['late', TIMED_OUT],
    ['out of reach', NOT_CONNECTED],
  ])('%s is unknown', async (_, answer) => {
    expect((await fetchDay([answer])).outcome.kind).toBe('unknown');
  });
});
