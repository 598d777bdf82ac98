import { spellFen } from './amount.ts';
import type { SimulatedOrder } from './books.ts';
import type { KeyPair, SimulatedMerchant } from './merchant.ts';
import { md5Of, rsaOf } from './signature.ts';

/** `2016-08-06 22:55:52`, as gateways write time. */
export const gatewayTime = (atMillis: number): string =>
  new Date(atMillis).toISOString().slice(0, 19).replace('T', ' ');

/**
 * The fields of a "paid" notification, signed by the protocol that the order came in by. The return link carries
 * the same fields.
 */
export const paidMessage = (
  order: SimulatedOrder,
  merchant: SimulatedMerchant,
  platformKeys: () => KeyPair,
): Record<string, string> => {
  const { behaviour } = merchant;
  const message: Record<string, string> = {
    pid: behaviour.wrongPid ?? order.pid,
    trade_no: order.tradeNo,
    out_trade_no: order.outTradeNo,
    type: order.type,
    name: behaviour.hideName ? 'product' : order.name,
    money: behaviour.wrongAmount ?? spellFen(order.paidFen, behaviour.moneyAs, order.money),
    trade_status: 'TRADE_SUCCESS',
    ...(order.param === '' ? {} : { param: order.param }),
  };
  if (order.protocol === 'v2') {
    message.addtime = gatewayTime(order.createdAtMillis);
    message.endtime = gatewayTime(order.paidAtMillis);
    message.timestamp = String(Math.floor(Date.now() / 1000));
  }
  const sign =
    order.protocol === 'v1'
      ? md5Of(message, merchant.key)
      : rsaOf(message, platformKeys().privateKey);
  return {
    ...message,
    sign: behaviour.badSignature ? damaged(sign) : sign,
    sign_type: order.protocol === 'v1' ? 'MD5' : 'RSA',
  };
};

/** Another signature of the same form. */
const damaged = (sign: string): string => `${sign.startsWith('0') ? '1' : '0'}${sign.slice(1)}`;
