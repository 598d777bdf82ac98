import type { ChannelTerms } from '../../domain/channels/terms.ts';

/** Nobody stands between the buyer and the shop's own wallet. */
export const terms: ChannelTerms = {
  fees: [
    {
      rateBasisPoints: 0,
      fixedMinor: 0,
      source: {
        text: 'nobody takes a fee for what arrives; buyers pay the network, and so does who moves it on',
        verified: true,
      },
    },
  ],
  settlement: {
    days: 0,
    source: { text: 'paid to the shop’s own address, final when confirmed', verified: true },
  },
  hours: {
    text: 'Always. Chains have stood still for hours before: then nothing is confirmed.',
    source: { text: 'the networks’ own status pages; figures are not promised', verified: false },
  },
};
