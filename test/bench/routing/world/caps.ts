import type { ChannelFacts } from '../router.ts';

const DAY = 86_400_000;

/** Money taken and reserved of each channel's daily cap. A reservation belongs to the day on which it was made. */
export const newCaps = (channels: readonly ChannelFacts[], startsAt: number) => {
  const used = new Map<number, number>();
  const dayOf = (now: number): number => Math.floor((now - startsAt) / DAY);
  const keyOf = (channel: number, day: number): number => day * channels.length + channel;
  const usedMinor = (channel: number, now: number): number =>
    used.get(keyOf(channel, dayOf(now))) ?? 0;
  return {
    dayOf,
    leftMinor: (channel: number, now: number): number =>
      (channels[channel]?.dailyCapMinor ?? 0) - usedMinor(channel, now),
    /** Takes an amount, whether it fits or not, and returns the day to give it back to. */
    take: (channel: number, now: number, amountMinor: number): number => {
      const day = dayOf(now);
      const key = keyOf(channel, day);
      used.set(key, (used.get(key) ?? 0) + amountMinor);
      return day;
    },
    giveBack: (channel: number, day: number, amountMinor: number): void => {
      const key = keyOf(channel, day);
      used.set(key, (used.get(key) ?? 0) - amountMinor);
    },
  };
};
