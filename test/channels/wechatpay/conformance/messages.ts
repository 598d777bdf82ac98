import type { WechatPayConfig } from '#shared/channels/wechatpay/config.ts';
import {
  A_PROVIDER_REFERENCE,
  A_REFUND_NUMBER,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import type { ProviderMessage } from '#test/channels/conformance/subject.ts';

export const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';

/** The account's names on the wire, by hand. */
export const accountOf = (config: WechatPayConfig): Record<string, string> =>
  config.subMchId === undefined
    ? { appid: config.appId, mchid: config.mchId }
    : {
        sp_appid: config.appId,
        sp_mchid: config.mchId,
        sub_mchid: config.subMchId,
        ...(config.subAppId ? { sub_appid: config.subAppId } : {}),
      };

export const transaction = (config: WechatPayConfig, change: Record<string, unknown> = {}) => ({
  ...accountOf(config),
  out_trade_no: AN_ORDER_NUMBER,
  transaction_id: A_PROVIDER_REFERENCE,
  trade_type: 'NATIVE',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  success_time: '2026-11-01T20:00:00+08:00',
  payer: { openid: OPENID },
  amount: { total: 1000, payer_total: 900, currency: 'CNY', payer_currency: 'CNY' },
  ...change,
});

/** The amount is put in as it stands, so that spellings that are no integers reach the channel. */
export const messageText = (config: WechatPayConfig, message: ProviderMessage): string =>
  JSON.stringify(
    transaction(config, {
      out_trade_no: message.orderNumber,
      transaction_id: message.providerReference,
      trade_state: message.status,
      amount: { total: '@', currency: message.currency ?? 'CNY' },
    }),
  ).replace('"@"', message.amount);

export const refundOf = (change: Record<string, unknown> = {}) => ({
  refund_id: '50000000382019052709732678859',
  out_refund_no: A_REFUND_NUMBER,
  transaction_id: A_PROVIDER_REFERENCE,
  out_trade_no: AN_ORDER_NUMBER,
  channel: 'ORIGINAL',
  status: 'SUCCESS',
  amount: { total: 1000, refund: 1000, payer_refund: 900, currency: 'CNY' },
  ...change,
});
