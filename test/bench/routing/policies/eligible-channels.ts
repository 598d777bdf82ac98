import { type FailedTry, type PaymentContext, TIMEOUT_MILLIS, type WorldFacts } from '../router.ts';

/** Places of the channels that a payment may take: what every sensible baseline checks first. */
export const eligibleChannels = (
  { channels, capLeftMinor }: WorldFacts,
  context: PaymentContext,
  now: number,
  tried: readonly FailedTry[],
  checksCap = true,
): number[] => {
  const failed = tried
    .filter(({ kind }) => kind === 'sync_error')
    .map(({ channel }) => channels[channel]?.upstream);
  const result: number[] = [];
  for (const [place, channel] of channels.entries()) {
    if (
      channel.methods.includes(context.method) &&
      context.amountMinor >= channel.minMinor &&
      context.amountMinor <= channel.maxMinor &&
      context.amountMinor <= (channel.issuerMaxMinor[context.issuer] ?? 0) &&
      context.risk <= channel.maxRisk &&
      (!checksCap || context.amountMinor <= capLeftMinor(place, now)) &&
      !channel.maintenance.some(
        ({ startsAt, endsAt }) => startsAt < now + TIMEOUT_MILLIS && now < endsAt,
      ) &&
      !tried.some((it) => it.channel === place) &&
      !failed.includes(channel.upstream)
    ) {
      result.push(place);
    }
  }
  return result;
};

/** What a success through a channel leaves, and what it costs, in minor units. */
export const marginOf = (
  { channels, value }: WorldFacts,
  { amountMinor }: PaymentContext,
  place: number,
): number => {
  const channel = channels[place];
  if (!channel) return 0;
  const rates =
    channel.feeBasisPoints +
    channel.hiddenBasisPoints +
    channel.settlementDays * value.capitalBasisPointsPerDay;
  return (
    (amountMinor * (value.marginBasisPoints - rates)) / 10_000 +
    value.loyaltyMinor -
    channel.feeFixedMinor
  );
};

/** Places sorted by a score, best first; equals by place. */
export const byScore = (places: readonly number[], score: (place: number) => number): number[] => {
  const scored = places.map((place) => ({ place, score: score(place) }));
  scored.sort((a, b) => b.score - a.score || a.place - b.place);
  return scored.map(({ place }) => place);
};
