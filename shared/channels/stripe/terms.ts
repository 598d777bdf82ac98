import type { ChannelTerms } from '../../domain/channels/terms.ts';

const memory = (text: string) => ({ text, verified: false });

export const terms: ChannelTerms = {
  fees: [
    {
      rateBasisPoints: 340,
      fixedMinor: 50,
      source: memory('list price of several countries for cards; see the own dashboard'),
    },
  ],
  settlement: { days: 7, source: memory('2 to 7 business days by country') },
  limits: [{ minMinor: 50, source: memory('about 0.50 USD or its worth') }],
  refundWithinDays: { days: 180, source: memory('by card scheme; the API itself sets no limit') },
};
