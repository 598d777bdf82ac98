import type { Reply, SimulatedRequest } from '../kit/exchange.ts';
import { html, text } from '../kit/exchange.ts';
import { type Client, clientOf, type UnionpayDesk } from './keys.ts';
import { type Fields, isSignedBy, signedFor } from './signature.ts';

/** A request whose signature was checked. */
export interface Call extends Client {
  readonly fields: Fields;
}

/** Who calls; `undefined` when nobody signed exactly this. */
export const authenticate = (
  desk: UnionpayDesk,
  { form }: SimulatedRequest,
): Call | { readonly refused: Reply } => {
  const client = clientOf(desk, form.merId);
  // The real gateway answers such requests with a page of its web server.
  if (!client) return { refused: html('HTTP Status 400', 400) };
  const call = { ...client, fields: form };
  return isSignedBy(client.account, form)
    ? call
    : { refused: answer(desk, call, '11', { respMsg: '验证签名失败[9100004]' }) };
};

const MESSAGES: Readonly<Record<string, string>> = {
  '00': '成功[0000000]',
  '12': '重复交易[5120012]',
  '13': '报文交易要素缺失[6100030]',
  '34': '查无此交易[2600000]',
  '35': '原交易不存在或状态不正确[2040004]',
  '36': '与原交易信息不符[2040006]',
  '71': '动态口令或短信验证码校验失败[3700012]',
};
export const messageOf = (code: string): string => MESSAGES[code] ?? `交易失败[${code}]`;

/** What a reply repeats of its request. */
const REPEATED = ['bizType', 'merId', 'orderId', 'txnType', 'txnSubType', 'txnTime', 'txnAmt'];

/** A signed reply: nothing in it is encoded. */
export const answer = (
  { platform }: UnionpayDesk,
  { merchant, account, fields }: Call,
  respCode: string,
  more: Fields = {},
): Reply => {
  const repeated = Object.entries(fields).filter(([name]) => REPEATED.includes(name));
  const message = signedFor(
    platform,
    account,
    { ...Object.fromEntries(repeated), respCode, respMsg: messageOf(respCode), ...more },
    merchant.behaviour.habits.badReplySignature === true,
  );
  return text(
    Object.entries(message)
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
  );
};

/** Faults of the merchant that hit before anything is done. */
export const faultBefore = (desk: UnionpayDesk, call: Call): Reply | undefined => {
  const { createStatus, maintenance, refuseOrdersWith } = call.merchant.behaviour;
  if (createStatus !== null) return html('Server Error', createStatus);
  if (maintenance) return answer(desk, call, '02');
  return refuseOrdersWith === null ? undefined : answer(desk, call, refuseOrdersWith);
};

/** Faults that hit after it was done. */
export const faultAfter = ({ merchant: { behaviour } }: Call): Reply | undefined => {
  if (behaviour.timeoutAfterAccepting) return 'never';
  return behaviour.createStatusAfterAccepting === null
    ? undefined
    : html('Bad Gateway', behaviour.createStatusAfterAccepting);
};
