import type { IncidentKind, Scenario } from '../scenario/scenario-schema.ts';
import { normal, uniform } from './random.ts';

/** One thing that goes wrong with a channel. Times in virtual milliseconds, [startsAt, endsAt). */
export interface Incident {
  readonly kind: IncidentKind;
  readonly channel: number;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Share of success that is lost at its worst. */
  readonly drop: number;
  /** Only payments of this bank; -1 for all. */
  readonly issuer: number;
}

/** How a channel is at a moment. */
export interface Condition {
  /** Share of success that is left. */
  factor: number;
  /** Share of calls that are refused at once. */
  refusal: number;
  /** Nothing is reported any more. */
  silent: boolean;
}

const HOUR = 3_600_000;
const LENGTH_SIGMA = 0.6;
const DEAD_FACTOR = 0.02;
const DEAD_REFUSAL = 0.95;
/** Flapping: so long down, so long up, in turn. */
const FLAP_MILLIS = 90_000;

/** Incidents of a scenario: the explicit ones, and those of its rates by seed. In order of their start. */
export const incidentsOf = (scenario: Scenario, seed: number, startsAt: number): Incident[] => {
  const incidents = [...explicit(scenario, startsAt), ...generated(scenario, seed, startsAt)];
  return incidents.sort((a, b) => a.startsAt - b.startsAt || a.channel - b.channel);
};

const explicit = ({ incidents, channels, issuers }: Scenario, startsAt: number): Incident[] =>
  incidents.flatMap((incident) => {
    const starts = startsAt + incident.start_hour * HOUR;
    return channels.flatMap(({ name, upstream }, channel) =>
      (incident.kind === 'correlated' ? upstream : name) === incident.channel
        ? [
            {
              kind: incident.kind,
              channel,
              startsAt: starts,
              endsAt: starts + incident.minutes * 60_000,
              drop: incident.drop,
              issuer: incident.kind === 'issuer' ? issuers.indexOf(incident.issuer ?? '') : -1,
            },
          ]
        : [],
    );
  });

const generated = (scenario: Scenario, seed: number, startsAt: number): Incident[] => {
  const { channels, days, issuers, incident_rates, incident_minutes } = scenario;
  const incidents: Incident[] = [];
  const length = days * 24 * HOUR;
  let counter = 0;
  const next = (): number => {
    counter += 1;
    return uniform(seed, 'incidents', counter);
  };
  const windowOf = (kind: IncidentKind) => {
    const minutes =
      incident_minutes[kind] *
      Math.exp(LENGTH_SIGMA * normal(seed, 'incidents', 100_000 + counter));
    const starts = startsAt + next() * length;
    return { startsAt: starts, endsAt: starts + minutes * 60_000 };
  };
  const counts = (rate: number): number => {
    const mean = rate * days;
    return Math.floor(mean) + (next() < mean % 1 ? 1 : 0);
  };
  for (const kind of ['hard', 'silent', 'brownout', 'gradual', 'flapping'] as const) {
    for (let channel = 0; channel < channels.length; channel += 1) {
      for (let index = counts(incident_rates[kind]); index > 0; index -= 1) {
        const drop = kind === 'gradual' ? 0.5 + 0.3 * next() : 0.25 + 0.35 * next();
        incidents.push({ kind, channel, ...windowOf(kind), drop, issuer: -1 });
      }
    }
  }
  for (let channel = 0; channel < channels.length; channel += 1) {
    for (let index = counts(incident_rates.issuer); index > 0; index -= 1) {
      const issuer = Math.floor(next() * issuers.length);
      incidents.push({
        kind: 'issuer',
        channel,
        ...windowOf('issuer'),
        drop: 0.6 + 0.35 * next(),
        issuer,
      });
    }
  }
  const upstreams = [...new Set(channels.map(({ upstream }) => upstream))].filter(
    (it) => it !== undefined,
  );
  for (const upstream of upstreams) {
    for (let index = counts(incident_rates.correlated); index > 0; index -= 1) {
      const window = windowOf('correlated');
      for (const [channel, { upstream: own }] of channels.entries()) {
        if (own === upstream)
          incidents.push({ kind: 'correlated', channel, ...window, drop: 1, issuer: -1 });
      }
    }
  }
  return incidents;
};

const HOUR_BUCKET = HOUR;

/** Incidents of a channel by hour, so that a look at a moment reads a few of them only. */
export const indexIncidents = (
  incidents: readonly Incident[],
  channelCount: number,
  startsAt: number,
): ((channel: number, issuer: number, now: number, into: Condition) => Condition) => {
  const byHour: (Incident[] | undefined)[] = [];
  const keyOf = (channel: number, at: number): number =>
    Math.floor((at - startsAt) / HOUR_BUCKET) * channelCount + channel;
  for (const incident of incidents) {
    const last = Math.floor((incident.endsAt - startsAt) / HOUR_BUCKET);
    for (
      let hour = Math.floor((incident.startsAt - startsAt) / HOUR_BUCKET);
      hour <= last;
      hour += 1
    ) {
      const key = hour * channelCount + incident.channel;
      const list = byHour[key] ?? [];
      byHour[key] = list;
      list.push(incident);
    }
  }
  return (channel, issuer, now, into) => {
    into.factor = 1;
    into.refusal = 0;
    into.silent = false;
    for (const incident of byHour[keyOf(channel, now)] ?? []) {
      if (now < incident.startsAt || now >= incident.endsAt) continue;
      if (incident.issuer >= 0 && incident.issuer !== issuer) continue;
      worsen(incident, now, into);
    }
    return into;
  };
};

const worsen = (incident: Incident, now: number, into: Condition): void => {
  switch (incident.kind) {
    case 'hard':
    case 'correlated':
      into.factor *= DEAD_FACTOR;
      into.refusal = DEAD_REFUSAL;
      return;
    case 'silent':
      into.factor *= DEAD_FACTOR;
      into.silent = true;
      return;
    case 'flapping':
      if (Math.floor((now - incident.startsAt) / FLAP_MILLIS) % 2 === 0) {
        into.factor *= DEAD_FACTOR;
        into.refusal = DEAD_REFUSAL;
      }
      return;
    case 'gradual': {
      const way = (now - incident.startsAt) / (incident.endsAt - incident.startsAt);
      into.factor *= 1 - incident.drop * Math.min(1, way * 1.5);
      return;
    }
    case 'brownout':
    case 'issuer':
      into.factor *= 1 - incident.drop;
  }
};

/** Whether almost nothing goes through: what a router should notice and avoid. */
export const isDead = ({ factor }: Condition): boolean => factor <= 2 * DEAD_FACTOR;
