import { z } from 'zod';

const share = z.number().min(0).max(1);
const positive = z.number().positive();
const names = z.array(z.string().min(1)).min(1);
const shares = z.array(z.number().min(0)).min(1);

export const INCIDENT_KINDS = [
  'hard',
  'silent',
  'brownout',
  'issuer',
  'gradual',
  'flapping',
  'correlated',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

const channelSchema = z.strictObject({
  name: z.string().min(1),
  methods: names.describe('Names of methods it offers.'),
  upstream: z.string().min(1).optional().describe('Channels of one upstream fail together.'),
  tags: z.array(z.string()).default([]),
  backup: z.boolean().default(false),
  /** Log odds of success before everything else. */
  logit: z.number().default(1.2),
  fee_percent: z.number().min(0).default(0.6),
  fee_fixed: z.number().min(0).default(0),
  hidden_percent: z.number().min(0).default(0.1),
  settlement_days: z.int().min(0).default(1),
  daily_cap: positive.optional().describe('Currency units.'),
  min: z.number().min(0).default(0.01),
  max: positive.default(50_000),
  /** Largest payment by bank, currency units. */
  issuer_max: z.record(z.string(), positive).default({}),
  max_risk: z.enum(['low', 'medium', 'high']).default('high'),
  contract_tps: positive.default(10),
  maintenance: z
    .array(z.strictObject({ start_hour: z.number().min(0), hours: positive }))
    .default([])
    .describe('Hours after the start of the scenario.'),
});

const incidentSchema = z.strictObject({
  kind: z.enum(INCIDENT_KINDS),
  /** Name of the channel; for `correlated` the name of the upstream. */
  channel: z.string(),
  start_hour: z.number().min(0),
  minutes: positive,
  /** Share of success that is lost (brown-outs, gradual, issuer). */
  drop: share.default(0.5),
  issuer: z.string().optional(),
});

/** Incidents that the generator makes, a channel and day. */
const rates = z.strictObject({
  hard: z.number().min(0).default(0.4),
  silent: z.number().min(0).default(0.35),
  brownout: z.number().min(0).default(0.8),
  issuer: z.number().min(0).default(0.8),
  gradual: z.number().min(0).default(0.3),
  flapping: z.number().min(0).default(0.12),
  correlated: z.number().min(0).default(0.2),
});

/**
 * A world to route in. Every field has a default: a file changes what it names. Amounts in currency units, times as the
 * names say.
 */
export const scenarioSchema = z.strictObject({
  name: z.string().default('unnamed'),
  description: z.string().default(''),
  days: positive.max(60).default(2),
  transactions: z.int().min(1).max(5_000_000).default(200_000),
  methods: names.default(['alipay', 'wechat_pay', 'card', 'bank_gateway']),
  method_shares: shares.default([0.42, 0.34, 0.14, 0.1]),
  issuers: names.default([
    'icbc',
    'ccb',
    'abc',
    'boc',
    'cmb',
    'bocom',
    'psbc',
    'citic',
    'ceb',
    'cmbc',
    'cib',
    'spdb',
  ]),
  devices: names.default(['mobile', 'desktop', 'wechat', 'alipay']),
  regions: names.default([
    'east',
    'south',
    'north',
    'central',
    'southwest',
    'northwest',
    'northeast',
    'abroad',
  ]),
  channels: z
    .array(channelSchema)
    .min(1)
    .max(200)
    .default(() => []),
  amount: z
    .strictObject({
      median: positive.default(30),
      sigma: positive.default(1.1),
      max: positive.default(20_000),
    })
    .prefault({}),
  /** Relative traffic by hour of the day. */
  hour_shape: z
    .array(z.number().min(0))
    .length(24)
    .default([
      0.6, 0.4, 0.3, 0.25, 0.25, 0.3, 0.45, 0.7, 0.9, 1.05, 1.15, 1.25, 1.3, 1.2, 1.15, 1.15, 1.2,
      1.25, 1.35, 1.55, 1.7, 1.75, 1.5, 1.0,
    ]),
  returning_share: share.default(0.45),
  risk_shares: z.tuple([share, share, share]).default([0.85, 0.11, 0.04]),
  high_risk_hours: z.array(z.int().min(0).max(23)).default([1, 2, 3, 4]),
  /** Standard deviations of the world's fixed effects, in log odds. */
  effects: z
    .strictObject({
      issuer: z.number().min(0).default(0.3),
      channel_issuer: z.number().min(0).default(0.18),
      bad_pair_share: share.default(0.07),
      bad_pair_logit: z.number().default(-1.4),
      channel_device: z.number().min(0).default(0.15),
      channel_region: z.number().min(0).default(0.08),
      channel_band: z.number().min(0).default(0.1),
      channel_method: z.number().min(0).default(0.1),
      channel_hour: z.number().min(0).default(0.05),
      preferred_logit: z.number().default(0.25),
      returning_logit: z.number().default(0.2),
      risk_logits: z.tuple([z.number(), z.number(), z.number()]).default([0, -0.3, -0.8]),
    })
    .prefault({}),
  drift: z
    .strictObject({
      tau_hours: positive.default(6),
      channel_sigma: z.number().min(0).default(0.33),
      channel_issuer_sigma: z.number().min(0).default(0.13),
    })
    .prefault({}),
  incident_rates: rates.prefault({}),
  incident_minutes: z
    .strictObject({
      hard: positive.default(22),
      silent: positive.default(20),
      brownout: positive.default(55),
      issuer: positive.default(60),
      gradual: positive.default(120),
      flapping: positive.default(30),
      correlated: positive.default(20),
    })
    .prefault({})
    .describe('Median lengths.'),
  /** Explicit incidents, beside the generated ones. */
  incidents: z.array(incidentSchema).default([]),
  feedback: z
    .strictObject({
      success_median_seconds: positive.default(20),
      success_sigma: positive.default(0.8),
      decline_median_seconds: positive.default(30),
      /** Share of failures that nobody ever reports. */
      abandoned_share: share.default(0.5),
      lag_seconds: z.number().min(0).default(2),
      /** Reports that come twice, and that come much later than the others. */
      duplicate_share: share.default(0),
      late_share: share.default(0),
      late_seconds: positive.default(120),
    })
    .prefault({}),
  refusal_share: share.default(0.006).describe('Calls refused by a healthy channel.'),
  failover: z
    .strictObject({
      max_tries: z.int().min(1).max(10).default(3),
      patience: share.default(0.92),
      retry_after_decline: share.default(0.3),
    })
    .prefault({}),
  load: z
    .strictObject({
      window_seconds: positive.default(20),
      logit_per_excess: z.number().default(-1.5),
    })
    .prefault({}),
  value: z
    .strictObject({
      margin_percent: z.number().min(0).default(15),
      loyalty: z.number().min(0).default(0.5),
      failure: z.number().min(0).default(0.25),
      attempt: z.number().min(0).default(0.05),
      capital_percent_per_day: z.number().min(0).default(0.03),
    })
    .prefault({}),
});
export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioChannel = z.output<typeof channelSchema>;
