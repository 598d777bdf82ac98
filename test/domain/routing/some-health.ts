import type {
  ChannelHealth,
  HealthSnapshot,
} from '#shared/domain/routing/learning/health-snapshot.ts';

/** A channel that is as it always is, with the changes given. */
export const someHealth = (id: string, changes: Partial<ChannelHealth> = {}): ChannelHealth => ({
  id,
  factor: 1,
  dead: 0,
  trialsFrom: 0,
  perSecond: 0,
  perDayMinor: 0,
  p50: 20,
  p99: 200,
  methods: [],
  issuers: [],
  ...changes,
});

export const aSnapshot = (channels: ChannelHealth[], now: Date): HealthSnapshot => ({
  version: 1,
  takenAt: now.getTime(),
  upTo: now.getTime(),
  calibration: { offset: 0, slope: 1 },
  channels,
});
