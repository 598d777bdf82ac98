import { inflateSync } from 'node:zlib';
import type { StatementOutcome, StatementRequest } from '../channel.ts';
import type { Fields } from '../wire/fields.ts';
import { beijingDay, beijingTime } from './beijing-time.ts';
import { post } from './client.ts';
import { fileUrlOf, type UnionpayContext } from './config.ts';

const TIMEOUT_MILLIS = 20_000;
const MAX_ANSWER_BYTES = 64_000_000;
const MAX_FILE_BYTES = 64_000_000;
const DAY_MILLIS = 86_400_000;
/** A request names the day without its year: further back it could be answered with another year's file. */
const MAX_AGE_DAYS = 300;
/** Files of a settlement day are made in the next night; by this hour in Beijing they are there. */
const READY_HOUR = 12;

const NO_SUCH_FILE = '98';

/** 76-01: a settlement day's file (对账文件): a zip with fixed-width GBK tables of what was settled. */
export const statement = async (
  context: UnionpayContext,
  { kind, day }: StatementRequest,
): Promise<StatementOutcome> => {
  if (kind !== 'trade') return { kind: 'no_file', detail: 'UnionPay makes no file of the balance' };
  const obstacle = obstacleOf(context, day);
  if (obstacle) return obstacle;
  const settleDate = day.slice(5).replace('-', '');
  const reply = await post(
    context,
    fileUrlOf(context),
    {
      txnType: '76',
      txnSubType: '01',
      bizType: '000000',
      txnTime: beijingTime(context.now),
      settleDate,
      fileType: '00',
    },
    { timeoutMillis: TIMEOUT_MILLIS, maxAnswerBytes: MAX_ANSWER_BYTES },
  );
  if (reply.kind !== 'answer') return { kind: 'unknown', detail: reply.detail };
  const { code, words, fields } = reply;
  if (code === NO_SUCH_FILE)
    return { kind: isReady(context, day) ? 'no_file' : 'not_ready', detail: words };
  if (code !== '00') return { kind: 'unknown', detail: words };
  if ((fields.get('settleDate') ?? settleDate) !== settleDate)
    return { kind: 'unknown', detail: 'UnionPay answered about another day' };
  return file(context, day, fields);
};

const obstacleOf = ({ now }: UnionpayContext, day: string): StatementOutcome | undefined => {
  if (day.replaceAll('-', '') >= beijingDay(now))
    return { kind: 'not_ready', detail: 'the settlement day is not over' };
  return now.getTime() - Date.parse(day) > MAX_AGE_DAYS * DAY_MILLIS
    ? { kind: 'no_file', detail: 'so old files can only be had in the merchant portal' }
    : undefined;
};

const isReady = ({ now }: UnionpayContext, day: string): boolean =>
  now.getTime() >= Date.parse(`${day}T${READY_HOUR}:00:00+08:00`) + DAY_MILLIS;

const file = ({ config }: UnionpayContext, day: string, fields: Fields): StatementOutcome => {
  const bytes = unpacked(fields.get('fileContent') ?? '');
  return bytes
    ? {
        kind: 'file',
        name: `unionpay-${config.merId}-${day}.zip`,
        contentType: 'application/zip',
        bytes,
      }
    : { kind: 'unknown', detail: 'the file cannot be unpacked' };
};

/** base64 of zlib of a zip; `undefined` when it is none. */
const unpacked = (content: string): Uint8Array | undefined => {
  try {
    const bytes = inflateSync(Buffer.from(content, 'base64'), { maxOutputLength: MAX_FILE_BYTES });
    return bytes.subarray(0, 2).toString('latin1') === 'PK' ? bytes : undefined;
  } catch {
    return undefined;
  }
};
