import type { ChannelHealth, HealthSnapshot } from './health-snapshot.ts';

/** Most bytes of a snapshot as JSON in UTF-8: it is read on the way of every payment. */
export const MAX_SNAPSHOT_BYTES = 8_000;

/**
 * What is left out first: how far buyers came, which no decision reads, banks in the least trouble, then rates by
 * method, then channels that are as always.
 */
const STEPS: readonly ((channels: readonly ChannelHealth[]) => ChannelHealth[])[] = [
  (channels) => channels.map(({ funnel, ...channel }) => channel),
  (channels) => withWorstIssuers(channels, 80),
  (channels) => withWorstIssuers(channels, 20),
  (channels) => channels.map((channel) => ({ ...channel, methods: [] })),
  (channels) => channels.filter(isWorthTelling),
  (channels) => withWorstIssuers(channels, 0),
];

/**
 * Keeps a snapshot small enough. What is left out costs a decision some sharpness, never its safety: a channel that is
 * not named counts as healthy, a method without a rate as it is for other shops.
 */
export const fitSnapshot = (snapshot: HealthSnapshot): HealthSnapshot => {
  let fitting = snapshot;
  for (const step of STEPS) {
    if (fits(fitting)) return fitting;
    fitting = { ...fitting, channels: step(fitting.channels) };
  }
  const ranked = fitting.channels.toSorted((a, b) => importance(b) - importance(a));
  while (!fits({ ...fitting, channels: ranked })) ranked.pop();
  return { ...fitting, channels: ranked };
};

const utf8 = new TextEncoder();

const fits = (snapshot: HealthSnapshot): boolean =>
  utf8.encode(JSON.stringify(snapshot)).length <= MAX_SNAPSHOT_BYTES;

/** Trouble before traffic. */
const importance = ({ factor, openedAt, perSecond }: ChannelHealth): number =>
  (openedAt === undefined ? 0 : 1_000) + 100 * (1 - factor) + Math.min(10, perSecond);

const withWorstIssuers = (channels: readonly ChannelHealth[], count: number): ChannelHealth[] => {
  const factors = channels.flatMap(({ issuers }) => issuers.map(([, factor]) => factor));
  const limit = factors.sort((a, b) => a - b)[count - 1] ?? (count === 0 ? -1 : 1);
  return channels.map((channel) => ({
    ...channel,
    issuers: channel.issuers.filter(([, factor]) => factor <= limit).slice(0, count),
  }));
};

const isWorthTelling = ({ factor, openedAt, perSecond, issuers }: ChannelHealth): boolean =>
  factor < 0.97 || openedAt !== undefined || perSecond > 0.01 || issuers.length > 0;
