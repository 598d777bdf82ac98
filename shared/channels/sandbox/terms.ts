import type { ChannelTerms } from '../../domain/channels/terms.ts';

const source = { text: 'no money moves', verified: true };

export const terms: ChannelTerms = {
  fees: [{ rateBasisPoints: 0, fixedMinor: 0, source }],
  settlement: { days: 0, source },
};
