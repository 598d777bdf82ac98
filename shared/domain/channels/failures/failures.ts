import type { Name } from '../channel-names.ts';
import type { Failure } from './failure.ts';
import type { FailureReason } from './failure-reason.ts';

const NOT_NOW: Name = {
  en: 'This way to pay does not work at the moment. Choose another one, or try again in a few minutes.',
  zh: '该支付方式暂时不可用，请更换其他方式，或几分钟后再试。',
};
const NOT_THIS_ORDER: Name = {
  en: 'This way to pay does not take this order. Choose another one.',
  zh: '该支付方式无法支付此订单，请更换其他方式。',
};

/**
 * Every reason and what follows from it. A reason without a row does not compile.
 *
 * `risk_refused` never goes on by itself: the same payment, offered to one account after the other within a second, looks
 * like card testing to all of them, and a banned account costs a shop more than a sale. The buyer may choose another way.
 * `goods_refused` goes nowhere: the next provider forbids the same goods and bans the account.
 */
export const FAILURES: Readonly<Record<FailureReason, Failure>> = {
  provider_refused: {
    retry: 'other_channel_now',
    health: 'channel',
    buyer: NOT_NOW,
    merchant: {
      en: 'The provider refused in words that are not known here: `failure_detail` has them. Ask the provider if it goes on.',
      zh: '服务商以未收录的原因拒绝，原文见 failure_detail。若持续出现，请联系服务商。',
    },
  },
  provider_unreachable: {
    retry: 'other_channel_now',
    health: 'upstream',
    buyer: NOT_NOW,
    merchant: {
      en: 'No connection to the provider could be made. If it lasts, check the address and the provider’s status page.',
      zh: '无法连接服务商。若持续出现，请检查网关地址与服务商状态公告。',
    },
  },
  provider_maintenance: {
    retry: 'other_channel_now',
    health: 'upstream',
    buyer: NOT_NOW,
    merchant: {
      en: 'The provider is under maintenance. Enter announced windows in the channel’s `maintenance`.',
      zh: '服务商维护中。已公告的维护时段请填入通道的 maintenance。',
    },
  },
  rate_limited: {
    retry: 'other_channel_now',
    health: 'channel',
    buyer: NOT_NOW,
    merchant: {
      en: 'The provider allows fewer calls in a second. Set the channel’s `max_per_second` to what the contract says.',
      zh: '请求过于频繁，被服务商限流。请按合同设置通道的 max_per_second。',
    },
  },
  invalid_credentials: {
    retry: 'other_channel_now',
    health: 'account',
    buyer: NOT_NOW,
    merchant: {
      en: 'The provider does not take the account’s number, key or signature. Enter them again and test the channel.',
      zh: '服务商不接受商户号、密钥或签名。请重新填写并测试通道。',
    },
  },
  account_suspended: {
    retry: 'other_channel_now',
    health: 'account',
    buyer: NOT_NOW,
    merchant: {
      en: 'The account may not take payments: banned, frozen, not approved, or its prepaid fees are used up. Freeze the channel, ask the provider, or put another account in its place.',
      zh: '账户无法收款：被封禁、冻结、未过审，或预存手续费用尽。请冻结该通道并联系服务商，或换上新账户。',
    },
  },
  amount_out_of_range: {
    retry: 'other_channel_now',
    health: 'account',
    buyer: {
      en: 'This way to pay does not take this amount. Choose another one.',
      zh: '该支付方式不支持此金额，请更换其他方式。',
    },
    merchant: {
      en: 'The account does not take this amount. Set the channel’s `min_amount` and `max_amount` to what the provider allows.',
      zh: '金额超出账户允许的范围。请按服务商规定设置通道的 min_amount 与 max_amount。',
    },
  },
  currency_not_supported: {
    retry: 'other_channel_now',
    health: 'account',
    buyer: NOT_THIS_ORDER,
    merchant: {
      en: 'The account does not take this currency.',
      zh: '账户不支持该币种。',
    },
  },
  limit_reached: {
    retry: 'other_channel_now',
    health: 'channel',
    buyer: NOT_NOW,
    merchant: {
      en: 'The account has reached its limit at the provider. Set the channel’s `daily_cap` below it, so that payments turn away in time.',
      zh: '账户已达服务商的限额。请将通道的 daily_cap 设得更低，以便提前切换。',
    },
  },
  method_unavailable: {
    retry: 'other_channel_now',
    health: 'account',
    buyer: NOT_NOW,
    merchant: {
      en: 'The account does not offer this way to pay, or not on this device. Take it out of the channel’s `methods`, or have the provider switch it on.',
      zh: '账户未开通该支付方式，或不支持该设备。请从通道的 methods 中移除，或联系服务商开通。',
    },
  },
  goods_refused: {
    retry: 'never',
    health: 'account',
    buyer: {
      en: 'This product cannot be paid for at the moment. Please contact the shop.',
      zh: '该商品暂时无法支付，请联系商家。',
    },
    merchant: {
      en: 'The provider forbids these goods or a word in their name. Nothing was tried elsewhere: other providers forbid the same and ban accounts for it. Change the product’s name, or do not sell it this way.',
      zh: '服务商禁止销售该商品或名称含违禁词。系统未尝试其他通道，以免更多账户被封。请修改商品名称或停止销售。',
    },
  },
  risk_refused: {
    retry: 'other_channel_by_buyer',
    health: 'buyer',
    buyer: {
      en: 'The payment was not accepted for security reasons. Choose another way to pay.',
      zh: '出于安全原因，本次支付未被接受，请更换其他支付方式。',
    },
    merchant: {
      en: 'The provider’s risk control refused this buyer or this payment. It was not sent to other accounts by itself: several refusals in a row endanger them too.',
      zh: '服务商风控拒绝了该买家或该笔支付。系统不会自动改走其他账户，以免连带触发风控。',
    },
  },
  duplicate_order_number: {
    retry: 'same_channel_new_try',
    health: 'account',
    buyer: {
      en: 'The payment could not be started. Please try again.',
      zh: '支付未能发起，请重试。',
    },
    merchant: {
      en: 'The provider knew the payment’s number already. Check whether another system uses the same account.',
      zh: '服务商已有相同的订单号。请检查是否有其他系统共用该账户。',
    },
  },
  declined: {
    retry: 'other_channel_by_buyer',
    health: 'channel',
    buyer: {
      en: 'The payment did not go through. Choose another way to pay, or ask your bank.',
      zh: '支付未成功，请更换支付方式，或咨询您的银行。',
    },
    merchant: {
      en: 'The buyer’s bank or wallet said no and did not say why.',
      zh: '买家的银行或钱包拒绝支付，未说明原因。',
    },
  },
  insufficient_funds: {
    retry: 'other_channel_by_buyer',
    health: 'buyer',
    buyer: {
      en: 'Your balance, or the limit of your card or wallet, is not enough. Choose another way to pay.',
      zh: '余额不足，或已达银行卡、钱包的限额。请更换支付方式。',
    },
    merchant: {
      en: 'The buyer has not enough money, or reached a limit of their bank or wallet.',
      zh: '买家余额不足，或已达其银行、钱包的限额。',
    },
  },
  authentication_failed: {
    retry: 'same_channel_new_try',
    health: 'buyer',
    buyer: {
      en: 'The check of your identity did not succeed. Please try again, or choose another way to pay.',
      zh: '身份验证未通过，请重试或更换支付方式。',
    },
    merchant: {
      en: 'The buyer did not pass the password, the code or 3-D Secure.',
      zh: '买家未通过密码、验证码或 3-D Secure 验证。',
    },
  },
  instrument_expired: {
    retry: 'other_channel_by_buyer',
    health: 'buyer',
    buyer: {
      en: 'This card or wallet cannot be used. Use another one, or choose another way to pay.',
      zh: '该银行卡或钱包无法使用，请换一张卡或更换支付方式。',
    },
    merchant: {
      en: 'The buyer’s card or wallet has expired, is blocked, or does not exist.',
      zh: '买家的银行卡或钱包已过期、被冻结或不存在。',
    },
  },
  issuer_unavailable: {
    retry: 'same_channel_later',
    health: 'issuer',
    buyer: {
      en: 'Your bank does not answer at the moment. Choose another way to pay, or try again in a few minutes.',
      zh: '您的银行暂时无响应，请更换支付方式，或几分钟后再试。',
    },
    merchant: {
      en: 'The buyer’s bank or operator did not answer. Other channels reach the same bank.',
      zh: '买家的银行或运营商无响应，其他通道同样会受影响。',
    },
  },
  buyer_cancelled: {
    retry: 'same_channel_new_try',
    health: 'buyer',
    buyer: {
      en: 'You cancelled the payment. You can start it again, or choose another way to pay.',
      zh: '您已取消支付，可重新发起或更换支付方式。',
    },
    merchant: { en: 'The buyer cancelled.', zh: '买家取消了支付。' },
  },
  expired: {
    retry: 'same_channel_new_try',
    health: 'buyer',
    buyer: {
      en: 'The time for this payment is over. Start it again, or choose another way to pay.',
      zh: '本次支付已超时，请重新发起或更换支付方式。',
    },
    merchant: { en: 'Nobody paid in time.', zh: '超时未支付。' },
  },
};
