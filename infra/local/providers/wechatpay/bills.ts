import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Reply } from '../kit/exchange.ts';
import { type ApiCall, answer, refuse } from './api-exchange.ts';
import { fundFlowBill, tradeBill } from './bill-files.ts';
import type { WechatDesk } from './keys.ts';
import { beijingTime } from './orders.ts';

type BillKind = 'trade' | 'funds';

const fileOf = (
  desk: WechatDesk,
  call: ApiCall,
  kind: BillKind,
  day: string,
): string | undefined => {
  const payments = desk.books
    .payments(call.merchant.id)
    .filter(({ extra }) => extra.mchId === call.account.mchId);
  return kind === 'trade'
    ? tradeBill(call.account, payments, day)
    : fundFlowBill(call.account, payments, day);
};

/** Where a day's file is, and its hash, over what it is before it is packed. */
export const orderBill = (desk: WechatDesk, call: ApiCall, kind: BillKind): Reply => {
  const { account, merchant, request } = call;
  const day = request.query.bill_date ?? '';
  if (!/^\d{4}-\d\d-\d\d$/.test(day))
    return refuse(desk, call, 'PARAM_ERROR', '账单日期格式不正确');
  const { habits } = merchant.behaviour;
  if (day >= beijingTime(Date.now()).slice(0, 10) && !habits.billsOfToday)
    return refuse(desk, call, 'INVALID_REQUEST', '请检查bill_date');
  if (kind === 'trade' && account.subMchId !== request.query.sub_mchid)
    return refuse(desk, call, 'INVALID_REQUEST', '请检查sub_mchid');
  if (account.kind === 'micro')
    return refuse(desk, call, 'NO_AUTH', '小微商户不单独提供对账单下载');
  if (habits.billsNotReady) return refuse(desk, call, 'STATEMENT_CREATING', '账单生成中');
  const file = fileOf(desk, call, kind, day);
  if (file === undefined) return refuse(desk, call, 'NO_STATEMENT_EXIST', '账单文件不存在');
  const token = Buffer.from(JSON.stringify({ kind, day })).toString('base64url');
  const packed = request.query.tar_type === 'GZIP' ? '&tartype=gzip' : '';
  return answer(desk, call, {
    hash_type: 'SHA1',
    hash_value: createHash('sha1').update(file).digest('hex'),
    download_url: `${desk.baseUrl()}/v3/billdownload/file?token=${token}${packed}`,
  });
};

/** The file itself carries no signature. */
export const handOutBill = (desk: WechatDesk, call: ApiCall): Reply => {
  const { token = '', tartype } = call.request.query;
  const { kind, day } = JSON.parse(Buffer.from(token, 'base64url').toString()) as {
    kind: BillKind;
    day: string;
  };
  const file = fileOf(desk, call, kind, day) ?? '';
  const whole = tartype === 'gzip' ? gzipSync(file) : Buffer.from(file);
  const isCut = call.merchant.behaviour.habits.billsCutShort === true;
  return {
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: isCut ? whole.subarray(0, Math.floor(whole.length / 2)) : whole,
  };
};
