import type { ChannelTerms } from '../../domain/channels/terms.ts';

const memory = (text: string) => ({ text, verified: false });

export const terms: ChannelTerms = {
  fees: [
    {
      rateBasisPoints: 3_500,
      fixedMinor: 0,
      source: memory('operators keep 30 to 50 % of digital goods'),
    },
  ],
  settlement: { days: 45, source: memory('30 to 60 days after the month') },
};
