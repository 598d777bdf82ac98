import type { ChannelTerms } from '../../domain/channels/terms.ts';

const memory = (text: string) => ({ text, verified: false });

export const terms: ChannelTerms = {
  fees: [
    { rateBasisPoints: 60, fixedMinor: 0, source: memory('0.5 to 0.6 %; by contract and trade') },
  ],
  settlement: { days: 1, source: memory('usual (T+1)') },
  limits: [
    {
      method: 'bank_gateway',
      maxMinor: 5_000_000,
      source: memory('10,000 to 50,000 CNY a payment, set by each bank and buyer'),
    },
    {
      method: 'unionpay',
      maxMinor: 500_000,
      source: memory('5,000 to 20,000 CNY a day, set by each bank'),
    },
  ],
  refundWithinDays: { days: 330, source: memory('11 months; by contract') },
};
