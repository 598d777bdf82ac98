import type { ChannelTerms } from '../../domain/channels/terms.ts';

const memory = (text: string) => ({ text, verified: false });

export const terms: ChannelTerms = {
  fees: [
    {
      rateBasisPoints: 3_500,
      fixedMinor: 0,
      source: memory(
        'a share of the price without tax, by country and operator; see the dashboard',
      ),
    },
  ],
  settlement: {
    days: 75,
    source: memory('by the 15th, after a cycle of 2 to 3 months on average, from 100 EUR'),
  },
};
