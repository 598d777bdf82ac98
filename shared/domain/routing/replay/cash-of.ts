import type { PreparedChannel } from '../portfolio.ts';
import type { RoutingSettings } from '../routing-settings.ts';
import { fillTerms, TERM_COUNT, TERMS, type Term, type TermsInput } from '../utility/terms.ts';

/**
 * Terms of the utility that are money: earned, paid or lost. The others only steer: what the rest of a cap or of a
 * contract's rate is worth to other payments, and what a rule wants.
 */
const CASH: readonly Term[] = [
  'value',
  'fee',
  'withdrawal',
  'hidden',
  'capital',
  'failure',
  'attempt',
  'risk',
];
const CASH_PLACES = CASH.map((term) => TERMS.indexOf(term));

const terms = new Float64Array(TERM_COUNT);

/**
 * What a payment brings on a channel, in minor units: expected when `p` is the chance that it is paid, realised when
 * `p` is 1 or 0.
 */
export const cashOf = (
  channel: PreparedChannel,
  settings: RoutingSettings,
  { amountMinor, p, riskLevel, waitDays }: Omit<TermsInput, 'perSecond' | 'bonusPercent'>,
): number => {
  fillTerms(
    channel,
    settings,
    { amountMinor, p, riskLevel, waitDays, perSecond: 0, bonusPercent: 0 },
    terms,
    0,
  );
  return CASH_PLACES.reduce((sum, place) => sum + (terms[place] ?? 0), 0);
};
