import type { PreparedChannel } from '../portfolio.ts';
import type { RoutingSettings } from '../routing-settings.ts';

/**
 * What speaks for and against a channel, each as expected money of one payment (minor units; costs are negative). Their
 * sum is the utility: U = p·(value − fee − withdrawal − hidden − capital) − (1 − p)·failure − attempt − risk − cap −
 * load + rules.
 */
export const TERMS = [
  'value',
  'fee',
  'withdrawal',
  'hidden',
  'capital',
  'failure',
  'attempt',
  'risk',
  'cap',
  'load',
  'rules',
] as const;
export type Term = (typeof TERMS)[number];
export const TERM_COUNT = TERMS.length;

/** The last part of a daily cap gets dearer, so that what is left serves the payments that need it most. */
const CAP_RAMP = 0.15;
const CAP_PRICE = 0.02;
/**
 * Price of the whole cap where several accounts stand at one upstream: small beside fees and success, it lets equal
 * accounts take turns by what is left of their caps.
 */
const TURN_PRICE = 0.002;
/** Risky payments lose that much more often. */
const RISK_FACTORS = { low: 1, medium: 2, high: 4 } as const;

export interface TermsInput {
  readonly amountMinor: number;
  /** Probability that the buyer pays, health allowed for. */
  readonly p: number;
  readonly riskLevel: keyof typeof RISK_FACTORS;
  /** Attempts a second on the channel lately. */
  readonly perSecond: number;
  /** Days that money waits for the smallest payout. */
  readonly waitDays: number;
  readonly bonusPercent: number;
}

/**
 * Fills `out` from `at` on with the terms of a channel, in the order of TERMS, and returns their sum.
 */
export const fillTerms = (
  channel: PreparedChannel,
  settings: RoutingSettings,
  input: TermsInput,
  out: Float64Array,
  at: number,
): number => {
  const { amountMinor, p } = input;
  out[at] = p * ((amountMinor * settings.marginBasisPoints) / 10_000 + settings.loyaltyMinor);
  out[at + 1] = -p * feeOf(channel, amountMinor);
  out[at + 2] = -p * amountMinor * channel.withdrawalRate;
  out[at + 3] = -p * amountMinor * channel.hiddenRate;
  out[at + 4] =
    -p *
    amountMinor *
    (channel.settlementDays + input.waitDays) *
    (settings.capitalBasisPointsPerDay / 10_000);
  out[at + 5] = -(1 - p) * settings.failureMinor;
  out[at + 6] = -channel.attemptMinor;
  out[at + 7] = -amountMinor * channel.riskRate * RISK_FACTORS[input.riskLevel];
  out[at + 8] = -amountMinor * capPrice(channel);
  out[at + 9] = -loadPrice(channel, input, settings);
  out[at + 10] = (amountMinor * input.bonusPercent) / 100;
  let sum = 0;
  for (let term = 0; term < TERM_COUNT; term += 1) sum += out[at + term] ?? 0;
  return sum;
};

export const feeOf = (channel: PreparedChannel, amountMinor: number): number =>
  amountMinor * channel.feeRate + channel.feeFixedMinor;

const capPrice = ({ capMinor, reservedMinor, takesTurns }: PreparedChannel): number => {
  if (capMinor === Number.POSITIVE_INFINITY) return 0;
  const left = Math.max(0, (capMinor - reservedMinor) / capMinor);
  const turn = takesTurns ? TURN_PRICE * (1 - left) : 0;
  return turn + (left >= CAP_RAMP ? 0 : CAP_PRICE * (1 - left / CAP_RAMP));
};

/** Log odds that a channel loses per whole excess over its contract's rate, and the load from which it does. */
const LOAD_LOGITS = 1.5;
const LOAD_FROM = 0.95;
/** The price of load begins before the rate is reached, and is whole shortly beyond: rates are measured late. */
const PRICED_FROM = 0.85;
const PRICED_WHOLE = 1.15;

/** How much of what it costs the others is counted: they may still go elsewhere. */
const SHARE_OF_OTHERS = 0.5;

/** Log odds that a channel's load costs a payment. */
export const loadLogit = (load: number): number => -LOAD_LOGITS * Math.max(0, load - LOAD_FROM);

/**
 * What one payment more on a busy channel costs the others of the same moment, each of whom it slows a little: the
 * marginal price of congestion (Pigou, "The Economics of Welfare", 1920). What it costs the payment itself is in p.
 */
const loadPrice = (
  { maxPerSecond }: PreparedChannel,
  { perSecond, p, amountMinor }: TermsInput,
  settings: RoutingSettings,
): number => {
  const load = perSecond / maxPerSecond;
  if (load <= PRICED_FROM) return 0;
  const worth =
    (amountMinor * settings.marginBasisPoints) / 10_000 +
    settings.loyaltyMinor +
    settings.failureMinor;
  const phased = Math.min(1, (load - PRICED_FROM) / (PRICED_WHOLE - PRICED_FROM));
  return SHARE_OF_OTHERS * worth * LOAD_LOGITS * p * (1 - p) * load * phased;
};
