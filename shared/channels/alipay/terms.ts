import type { ChannelTerms } from '../../domain/channels/terms.ts';

/** What shops usually get; the contract of each product says otherwise or not. */
export const terms: ChannelTerms = {
  fees: [
    {
      rateBasisPoints: 60,
      fixedMinor: 0,
      source: { text: 'usual rate (0.6 %); 0.38 % to 1 % by trade and product', verified: false },
    },
  ],
  settlement: {
    days: 1,
    source: { text: 'usual (T+1 to the Alipay account)', verified: false },
  },
  refundWithinDays: {
    days: 365,
    source: {
      text: 'usual; the interface document of alipay.trade.refund leaves it to the contract, an older one of 当面付 says three months',
      verified: false,
    },
  },
};
