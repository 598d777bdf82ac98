import type { ChannelTerms } from '../../domain/channels/terms.ts';

/** What shops usually get; the contract of each account says otherwise or not. */
export const terms: ChannelTerms = {
  fees: [
    {
      rateBasisPoints: 60,
      fixedMinor: 0,
      source: { text: 'usual rate (0.6 %); 0.38 % to 1 % by trade', verified: false },
    },
  ],
  settlement: { days: 1, source: { text: 'usual (T+1)', verified: false } },
  refundWithinDays: {
    days: 365,
    source: {
      text: 'within a year of the payment, at most 50 refunds (wechatpay-apiv3/wechatpay-skills, 订单状态流转.md and CreateRefund.java)',
      verified: true,
    },
  },
};
