import type { ChannelTerms } from '../../domain/channels/terms.ts';

const source = (text: string) => ({ text, verified: false });

/** Every gateway sets its own; these are what card-key shops usually meet. */
export const terms: ChannelTerms = {
  fees: [
    { rateBasisPoints: 300, fixedMinor: 0, source: source('usual at gateways; each sets its own') },
  ],
  settlement: { days: 1, source: source('usual at gateways; each sets its own') },
};
