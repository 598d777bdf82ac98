import type { Incident } from '../world/incidents.ts';

/** How a policy met one incident. Seconds. */
export interface Diversion {
  readonly kind: Incident['kind'];
  /** From the start until next to nothing more went there. */
  readonly divertSeconds: number;
  /** From the end until it was used again; undefined when that could not be seen. */
  readonly returnSeconds: number | undefined;
  /** First tries that went there between start and end. */
  readonly wasted: number;
}

interface Series {
  readonly at: Float64Array;
  readonly channel: Int16Array;
}

const BEFORE_MILLIS = 900_000;
const AHEAD_MILLIS = 60_000;
const MAX_RETURN_MILLIS = 3_600_000;
/** A channel with less traffic says nothing about diversion. */
const MIN_SHARE = 0.15;

/**
 * Times to divert and to return, for incidents that kill a channel or dim it. Diverted: its share of the minute ahead
 * falls below 5 % or a fifth of what it was in the quarter of an hour before. Returned: its share of the minute ahead is
 * half of that again.
 */
export const diversionsOf = (series: Series, incidents: readonly Incident[]): Diversion[] => {
  const kinds = ['hard', 'silent', 'brownout'];
  return incidents.flatMap((incident) => {
    if (!kinds.includes(incident.kind)) return [];
    // A channel that is in trouble already has nothing to lose.
    const troubled = incidents.some(
      (other) =>
        other !== incident &&
        other.channel === incident.channel &&
        other.issuer < 0 &&
        other.startsAt < incident.endsAt &&
        other.endsAt > incident.startsAt - BEFORE_MILLIS,
    );
    if (troubled) return [];
    const before = shareOf(
      series,
      incident.channel,
      incident.startsAt - BEFORE_MILLIS,
      incident.startsAt,
    );
    if (before < MIN_SHARE) return [];
    const low = Math.max(0.05, 0.2 * before);
    const divertedAt = firstTime(
      series,
      incident.startsAt,
      incident.endsAt,
      (at) => shareOf(series, incident.channel, at, at + AHEAD_MILLIS) < low,
    );
    const returnedAt = firstTime(
      series,
      incident.endsAt,
      incident.endsAt + MAX_RETURN_MILLIS,
      (at) => shareOf(series, incident.channel, at, at + AHEAD_MILLIS) >= 0.5 * before,
    );
    const from = lowerBound(series.at, incident.startsAt);
    const to = lowerBound(series.at, incident.endsAt);
    let wasted = 0;
    for (let index = from; index < to; index += 1)
      if (series.channel[index] === incident.channel) wasted += 1;
    return [
      {
        kind: incident.kind,
        divertSeconds: ((divertedAt ?? incident.endsAt) - incident.startsAt) / 1_000,
        returnSeconds:
          divertedAt === undefined || incident.endsAt + MAX_RETURN_MILLIS > (series.at.at(-1) ?? 0)
            ? undefined
            : ((returnedAt ?? incident.endsAt + MAX_RETURN_MILLIS) - incident.endsAt) / 1_000,
        wasted,
      },
    ];
  });
};

const STEP_MILLIS = 1_000;

const firstTime = (
  series: Series,
  from: number,
  to: number,
  holds: (at: number) => boolean,
): number | undefined => {
  const end = Math.min(to, series.at.at(-1) ?? 0);
  for (let at = from; at < end; at += STEP_MILLIS) if (holds(at)) return at;
  return undefined;
};

const shareOf = ({ at, channel }: Series, wanted: number, from: number, to: number): number => {
  const start = lowerBound(at, from);
  const end = lowerBound(at, to);
  let count = 0;
  for (let index = start; index < end; index += 1) if (channel[index] === wanted) count += 1;
  return end > start ? count / (end - start) : 1;
};

export const lowerBound = (sorted: Float64Array, value: number): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
