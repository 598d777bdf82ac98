import type { ChannelTerms } from '../../domain/channels/terms.ts';

const memory = (text: string) => ({ text, verified: false });

export const terms: ChannelTerms = {
  fees: [{ rateBasisPoints: 200, fixedMinor: 0, source: memory('about 2 %; by contract') }],
  settlement: { days: 2, source: memory('by contract') },
  limits: [
    {
      minMinor: 101,
      maxMinor: 500_000,
      source: { text: 'PPRO: GrabPay Singapore, 1.01 to 5,000 SGD', verified: false },
    },
  ],
  refundWithinDays: { days: 365, source: { text: 'PPRO: GrabPay, one year', verified: false } },
};
