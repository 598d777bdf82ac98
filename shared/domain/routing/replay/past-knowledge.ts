import { type Knowledge, NO_KNOWLEDGE } from '../knowledge.ts';
import type { AttemptRouting } from '../learning/attempt-routing.ts';
import type { ChannelHealth, HealthSnapshot } from '../learning/health-snapshot.ts';

/** Low enough to compete with the backups; how low is in the success that was logged. */
const IMPAIRED = 0.25;

/**
 * What was known when a payment was routed, as far as its attempt tells: each channel's success, and which were broken
 * or impaired. Load and banks in trouble are in the success; nothing learned since then is.
 *
 * @param latest the newest snapshot: how much money channels take a day, for what waits for a payout
 */
export const pastKnowledge = (
  { candidates }: Pick<AttemptRouting, 'candidates'>,
  { at, latest }: { readonly at: Date; readonly latest: HealthSnapshot | undefined },
): Knowledge => {
  const perDay = new Map(latest?.channels.map(({ id, perDayMinor }) => [id, perDayMinor]));
  return {
    ...NO_KNOWLEDGE,
    given: new Map(candidates.map(({ channelId, p }) => [channelId, p])),
    snapshot: {
      version: 0,
      takenAt: at.getTime(),
      upTo: at.getTime(),
      calibration: { offset: 0, slope: 1 },
      channels: candidates.map(({ channelId, health }) => ({
        ...HEALTHY,
        id: channelId,
        perDayMinor: perDay.get(channelId) ?? 0,
        ...healthAt(health, at.getTime()),
      })),
    },
  };
};

const HEALTHY: Omit<ChannelHealth, 'id' | 'perDayMinor'> = {
  factor: 1,
  dead: 0,
  trialsFrom: 0,
  perSecond: 0,
  p50: 0,
  p99: 0,
  methods: [],
  issuers: [],
};

const healthAt = (
  health: AttemptRouting['candidates'][number]['health'],
  at: number,
): Partial<ChannelHealth> => {
  switch (health) {
    case undefined:
      return {};
    case 'impaired':
      return { factor: IMPAIRED };
    case 'broken':
      return { factor: IMPAIRED, openedAt: at, trialsFrom: Number.MAX_SAFE_INTEGER };
    case 'recovering':
      return { factor: IMPAIRED, openedAt: at, trialsFrom: at };
  }
};
