import type { ChannelFacts, PaymentContext, WorldFacts } from '../router.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import { newCaps } from './caps.ts';
import { newDrift } from './drift.ts';
import { type Condition, type Incident, incidentsOf, indexIncidents } from './incidents.ts';
import { newLoads } from './loads.ts';
import { normal, uniform } from './random.ts';

/** Virtual time begins here: a Monday, midnight at the shop. */
export const STARTS_AT = Date.parse('2026-03-02T00:00:00Z');

const HOUR = 3_600_000;
const RISKS = ['low', 'medium', 'high'];
/** Amount bands of the hidden effects, minor units; not those of any router. */
const BANDS = [1_000, 3_000, 10_000, 50_000];

export type World = ReturnType<typeof newWorld>;

/** The world of one scenario and seed: what is true of it, and what a merchant knows. */
export const newWorld = (scenario: Scenario, seed: number) => {
  const channels = scenario.channels.map((channel) => factsOf(channel, scenario));
  const incidents: readonly Incident[] = incidentsOf(scenario, seed, STARTS_AT);
  const conditionAt = indexIncidents(incidents, channels.length, STARTS_AT);
  const loads = newLoads(channels, scenario.load.window_seconds);
  const caps = newCaps(channels, STARTS_AT);
  const logit = newLogits(scenario, seed);
  const condition: Condition = { factor: 1, refusal: 0, silent: false };

  /** Probability that the buyer pays through the channel, if the attempt starts now. */
  const successProbability = (context: PaymentContext, channel: number, now: number): number => {
    const excess = Math.max(0, loads.share(channel, now) - 1);
    const z = logit(context, channel, now) + scenario.load.logit_per_excess * excess;
    const { factor } = conditionAt(channel, context.issuer, now, condition);
    return factor / (1 + Math.exp(-z));
  };

  const facts: WorldFacts = {
    startsAt: STARTS_AT,
    channels,
    methods: scenario.methods,
    issuers: scenario.issuers,
    devices: scenario.devices,
    regions: scenario.regions,
    value: {
      marginBasisPoints: scenario.value.margin_percent * 100,
      loyaltyMinor: scenario.value.loyalty * 100,
      failureMinor: scenario.value.failure * 100,
      attemptMinor: scenario.value.attempt * 100,
      capitalBasisPointsPerDay: scenario.value.capital_percent_per_day * 100,
    },
    highRiskHours: scenario.high_risk_hours,
    lagMillis: scenario.feedback.lag_seconds * 1_000,
    capLeftMinor: caps.leftMinor,
  };
  return { scenario, seed, facts, incidents, conditionAt, loads, caps, successProbability };
};

const factsOf = (
  channel: Scenario['channels'][number],
  { methods, issuers }: Scenario,
): ChannelFacts => ({
  name: channel.name,
  methods: channel.methods.map((method) => methods.indexOf(method)),
  upstream: channel.upstream ?? channel.name,
  tags: channel.tags,
  backup: channel.backup,
  feeBasisPoints: channel.fee_percent * 100,
  feeFixedMinor: channel.fee_fixed * 100,
  hiddenBasisPoints: channel.hidden_percent * 100,
  settlementDays: channel.settlement_days,
  minMinor: Math.round(channel.min * 100),
  maxMinor: Math.round(channel.max * 100),
  dailyCapMinor:
    channel.daily_cap === undefined
      ? Number.POSITIVE_INFINITY
      : Math.round(channel.daily_cap * 100),
  issuerMaxMinor: issuers.map((issuer) => {
    const max = channel.issuer_max[issuer];
    return max === undefined ? Number.POSITIVE_INFINITY : Math.round(max * 100);
  }),
  maxRisk: RISKS.indexOf(channel.max_risk),
  contractPerSecond: channel.contract_tps,
  maintenance: channel.maintenance.map(({ start_hour, hours }) => ({
    startsAt: STARTS_AT + start_hour * HOUR,
    endsAt: STARTS_AT + (start_hour + hours) * HOUR,
  })),
});

/** Log odds of success by fixed effects and drift, before incidents and load. */
const newLogits = (scenario: Scenario, seed: number) => {
  const { channels, issuers, devices, regions, methods, effects, drift, days } = scenario;
  const count = channels.length;
  /** A table of fixed effects by channel and property. */
  const table = (kind: number, width: number, sigma: number): Float64Array =>
    Float64Array.from(
      { length: count * width },
      (_, index) => sigma * normal(seed, 'effects', kind, index),
    );
  const byIssuer = Float64Array.from(
    issuers,
    (_, issuer) => effects.issuer * normal(seed, 'effects', 0, issuer),
  );
  const pairs = table(1, issuers.length, effects.channel_issuer).map((value, index) =>
    uniform(seed, 'effects', 2, index) < effects.bad_pair_share ? effects.bad_pair_logit : value,
  );
  const byDevice = table(3, devices.length, effects.channel_device);
  const byRegion = table(4, regions.length, effects.channel_region);
  const byBand = table(5, BANDS.length + 1, effects.channel_band);
  const byMethod = table(6, methods.length, effects.channel_method);
  const byHour = table(7, 6, effects.channel_hour);
  const base = Float64Array.from(channels, ({ logit }) => logit);
  const process = {
    seed,
    tauMillis: drift.tau_hours * HOUR,
    startsAt: STARTS_AT,
    lengthMillis: days * 24 * HOUR,
  };
  const own = newDrift({ ...process, rows: count, firstRow: 0, sigma: drift.channel_sigma });
  const paired = newDrift({
    ...process,
    rows: count * issuers.length,
    firstRow: 1_000,
    sigma: drift.channel_issuer_sigma,
  });
  return (context: PaymentContext, channel: number, now: number): number => {
    let band = 0;
    while (band < BANDS.length && context.amountMinor > (BANDS[band] ?? 0)) band += 1;
    const pair = channel * issuers.length + context.issuer;
    return (
      (base[channel] ?? 0) +
      (byIssuer[context.issuer] ?? 0) +
      (pairs[pair] ?? 0) +
      (byDevice[channel * devices.length + context.device] ?? 0) +
      (byRegion[channel * regions.length + context.region] ?? 0) +
      (byBand[channel * (BANDS.length + 1) + band] ?? 0) +
      (byMethod[channel * methods.length + context.method] ?? 0) +
      (byHour[channel * 6 + (context.hour >> 2)] ?? 0) +
      (effects.risk_logits[context.risk] ?? 0) +
      (context.returning ? effects.returning_logit : 0) +
      (context.preferred === channel ? effects.preferred_logit : 0) +
      own(channel, now) +
      paired(pair, now)
    );
  };
};
