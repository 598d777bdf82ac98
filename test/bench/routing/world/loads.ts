import type { ChannelFacts } from '../router.ts';

/** Attempts a second on each channel: an exponentially fading count of starts. */
export const newLoads = (channels: readonly ChannelFacts[], windowSeconds: number) => {
  const counts = new Float64Array(channels.length);
  const lasts = new Float64Array(channels.length);
  const at = (channel: number, now: number): number =>
    (counts[channel] ?? 0) * Math.exp(-(now - (lasts[channel] ?? 0)) / 1_000 / windowSeconds);
  return {
    start: (channel: number, now: number): void => {
      counts[channel] = at(channel, now) + 1;
      lasts[channel] = now;
    },
    /** Load as a share of the contract's rate. */
    share: (channel: number, now: number): number =>
      at(channel, now) / windowSeconds / (channels[channel]?.contractPerSecond ?? 1),
  };
};
