import type { ChannelTerms } from '../../domain/channels/terms.ts';

const memory = (text: string) => ({ text, verified: false });

export const terms: ChannelTerms = {
  fees: [
    {
      rateBasisPoints: 349,
      fixedMinor: 49,
      source: memory('list price for USD; other currencies have other fixed parts'),
    },
  ],
  settlement: { days: 1, source: memory('to the balance at once, to a bank in a day or more') },
  refundWithinDays: { days: 180, source: memory('180 days; later ones by the console') },
};
