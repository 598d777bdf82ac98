import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { StatementOutcome, StatementRequest } from '../channel.ts';
import { subMerchantField } from './account.ts';
import { call, inWords, type Refusal } from './client.ts';
import type { WechatPayContext } from './config.ts';
import { MODES } from './modes.ts';
import { apiUrlOf, signedRequest } from './request.ts';

const TIMEOUT_MILLIS = 15_000;
const MAX_FILE_BYTES = 64_000_000;
/** Unpacked. */
const MAX_CONTENT_BYTES = 200_000_000;

const ticketSchema = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.string().trim(),
});

/** A day's bill: of payments and refunds (交易账单), or of every movement of the balance (资金账单). */
export const statement = async (
  context: WechatPayContext,
  request: StatementRequest,
): Promise<StatementOutcome> => {
  const mode = MODES[context.config.accessMode];
  if (!mode.statements.includes(request.kind))
    return { kind: 'no_file', detail: `WeChat Pay makes no such file for a ${mode.name}` };
  const reply = await call(context, { method: 'GET', path: billPath(context, request) });
  switch (reply.kind) {
    case 'not_sent':
    case 'no_answer':
      return unknown(reply.detail);
    case 'refused':
      return refused(context, request, reply);
    case 'answer':
      break;
  }
  const ticket = ticketSchema.safeParse(reply.body).data;
  return ticket ? fetchFile(context, request, ticket) : unknown('no address of a file was given');
};

const unknown = (detail: string): StatementOutcome => ({ kind: 'unknown', detail });

const billPath = ({ config }: WechatPayContext, { kind, day }: StatementRequest): string => {
  const search = new URLSearchParams(
    kind === 'trade'
      ? { bill_date: day, bill_type: 'ALL', tar_type: 'GZIP', ...subMerchantField(config) }
      : { bill_date: day, account_type: 'BASIC', tar_type: 'GZIP' },
  );
  return `v3/bill/${kind === 'trade' ? 'tradebill' : 'fundflowbill'}?${search}`;
};

const refused = (
  { now }: WechatPayContext,
  { day }: StatementRequest,
  refusal: Refusal,
): StatementOutcome => {
  const detail = inWords(refusal);
  switch (refusal.code) {
    case 'STATEMENT_CREATING':
      return { kind: 'not_ready', detail };
    case 'NO_STATEMENT_EXIST':
      // Before that hour it may only not be made yet.
      return now < readyAt(day) ? { kind: 'not_ready', detail } : { kind: 'no_file', detail };
    default:
      return unknown(detail);
  }
};

/** Files are there by 10:00 of the next day in Beijing. */
const readyAt = (day: string): Date =>
  new Date(Date.parse(`${day}T10:00:00+08:00`) + 24 * 3_600_000);

/** Where files are handed out, beside the API's own address. */
const FILE_HOSTS = new Set(['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com', 'api.wechatpay.cn']);

/** Our signature must go to WeChat Pay alone. */
const isFileAddress = (context: WechatPayContext, address: string): boolean => {
  const url = URL.parse(address);
  if (!url || url.username || url.password) return false;
  return (
    url.origin === new URL(apiUrlOf(context)).origin ||
    (url.protocol === 'https:' && url.port === '' && FILE_HOSTS.has(url.hostname))
  );
};

/** The file is not signed: the hash in the signed ticket vouches for it, over what was packed. */
const fetchFile = async (
  context: WechatPayContext,
  { kind, day }: StatementRequest,
  ticket: z.infer<typeof ticketSchema>,
): Promise<StatementOutcome> => {
  if (!isFileAddress(context, ticket.download_url))
    return unknown('the file is not at an address of WeChat Pay');
  const request = signedRequest(context, {
    method: 'GET',
    path: ticket.download_url,
    timeoutMillis: TIMEOUT_MILLIS,
    maxAnswerBytes: MAX_FILE_BYTES,
  });
  if (!request) return unknown('the stored key cannot sign; enter it again');
  const response = await context.http.request(request);
  if (response.kind !== 'response') return unknown(response.detail);
  if (response.status !== 200) return unknown(`the file was answered with ${response.status}`);
  const bytes = unpacked(response.bytes);
  const hash = bytes && createHash('sha1').update(bytes).digest('hex');
  if (!bytes || hash !== ticket.hash_value.toLowerCase())
    return unknown('the file is not the one that its hash speaks of');
  const account = context.config.subMchId ?? context.config.mchId;
  return {
    kind: 'file',
    name: `wechatpay-${kind}-${account}-${day}.csv`,
    contentType: 'text/csv; charset=utf-8',
    bytes,
  };
};

/** `undefined` when it is a packed file that cannot be unpacked. */
const unpacked = (bytes: Uint8Array): Uint8Array | undefined => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_CONTENT_BYTES });
  } catch {
    return undefined;
  }
};
