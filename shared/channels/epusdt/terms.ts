import type { ChannelTerms } from '../../domain/channels/terms.ts';

/** A gateway that the shop runs itself: nobody takes a fee, and the money is in the shop's own wallet. */
export const terms: ChannelTerms = {
  fees: [
    {
      rateBasisPoints: 0,
      fixedMinor: 0,
      source: { text: 'run by the shop itself; buyers pay the network', verified: true },
    },
  ],
  settlement: { days: 0, source: { text: 'paid to the wallet of the shop', verified: true } },
};
