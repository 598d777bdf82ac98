import type { ChannelTerms } from '../../domain/channels/terms.ts';

const source = { text: 'usual behind aggregators; each sets its own', verified: false };

export const terms: ChannelTerms = {
  fees: [{ rateBasisPoints: 60, fixedMinor: 0, source }],
  settlement: { days: 1, source },
};
