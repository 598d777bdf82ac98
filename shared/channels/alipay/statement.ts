import type { StatementOutcome, StatementRequest } from '../channel.ts';
import { textField } from '../wire/fields.ts';
import { call, type Refusal } from './client.ts';
import type { AlipayContext } from './config.ts';
import { gatewayOf } from './request.ts';
import { saysNoSuchBill } from './status.ts';

const TIMEOUT_MILLIS = 15_000;
const MAX_FILE_BYTES = 64_000_000;
const MAX_ADDRESS_CHARACTERS = 2_048;
const DAY_MILLIS = 86_400_000;

/** Payments and refunds (业务账单), or every movement of the balance (账务账单). */
const BILL_TYPES = { trade: 'trade', funds: 'signcustomer' } as const;

/**
 * A day's bill: a zip with two GBK files, the rows and their sums. The address that Alipay hands out works for 30 s, so the
 * file is fetched at once.
 */
export const statement = async (
  context: AlipayContext,
  request: StatementRequest,
): Promise<StatementOutcome> => {
  const reply = await call(
    context,
    {
      method: 'alipay.data.dataservice.bill.downloadurl.query',
      content: { bill_type: BILL_TYPES[request.kind], bill_date: request.day },
    },
    TIMEOUT_MILLIS,
  );
  if (reply.kind === 'refused') return refused(context, request, reply);
  if (reply.kind !== 'done') return unknown(reply.detail);
  return fetchFile(
    context,
    request,
    textField(reply.fields, 'bill_download_url', MAX_ADDRESS_CHARACTERS),
  );
};

const unknown = (detail: string): StatementOutcome => ({ kind: 'unknown', detail });

/** No file is made for a day on which nothing happened; before that hour it may only not be made yet. */
const refused = (
  { now }: AlipayContext,
  { day }: StatementRequest,
  refusal: Refusal,
): StatementOutcome => {
  const detail = refusal.message;
  if (!saysNoSuchBill(refusal)) return unknown(detail);
  return now < readyAt(day) ? { kind: 'not_ready', detail } : { kind: 'no_file', detail };
};

/** Bills are usually there by 9:00 of the next day in China, sometimes later. */
const readyAt = (day: string): Date => new Date(Date.parse(`${day}T12:00:00+08:00`) + DAY_MILLIS);

/** The file itself is not signed; its address came in a signed reply. */
const fetchFile = async (
  context: AlipayContext,
  { kind, day }: StatementRequest,
  address: string,
): Promise<StatementOutcome> => {
  const url = safeAddress(context, address);
  if (url === undefined) return unknown('the address of the file is none to fetch from');
  const response = await context.http.request({
    method: 'GET',
    url,
    timeoutMillis: TIMEOUT_MILLIS,
    maxAnswerBytes: MAX_FILE_BYTES,
  });
  if (response.kind !== 'response') return unknown(response.detail);
  if (response.status !== 200) return unknown(`the file was answered with ${response.status}`);
  const { bytes } = response;
  // An address that is over answers with a page.
  if (!isZip(bytes)) return unknown('what was fetched is no zip file');
  return {
    kind: 'file',
    name: `alipay-${kind}-${context.config.sellerId}-${day}.zip`,
    contentType: 'application/zip',
    bytes,
  };
};

/** Alipay's own examples say http, which anybody could read along; on loopback the gateway's own scheme is kept. */
const safeAddress = (context: AlipayContext, address: string): string | undefined => {
  const url = URL.parse(address);
  if (!url || url.username || url.password) return undefined;
  if (url.origin === new URL(gatewayOf(context)).origin) return url.href;
  if (url.protocol === 'http:' && url.port === '') url.protocol = 'https:';
  return url.protocol === 'https:' ? url.href : undefined;
};

/** A zip begins with its first file, or with its end when it is empty; it ends with the end record in its last 64 KB. */
const isZip = (bytes: Uint8Array): boolean => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = file.subarray(0, 4).toString('latin1');
  return (
    (start === 'PK\x03\x04' || start === 'PK\x05\x06') &&
    file.lastIndexOf('PK\x05\x06', undefined, 'latin1') >= Math.max(0, file.length - 65_557)
  );
};
