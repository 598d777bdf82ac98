import { type Currency, type Money, money } from '../money/money.ts';
import { ASSUMED_FIGURES, type AssumedFigure } from './assumed-figures.ts';
import type { Channel, ChannelCapabilities, PaymentMethod } from './channel.ts';
import type { ChannelTerms } from './terms.ts';

type Figures = Pick<Channel, 'fee' | 'costs' | 'minAmount' | 'maxAmount' | 'assumed'>;

interface About {
  readonly methods: readonly PaymentMethod[];
  readonly currency: Currency;
  /** All that the provider takes. */
  readonly currencies: ChannelCapabilities['currencies'];
}

/**
 * What a new account starts with: the merchant's own figures, and the provider's usual terms for those they left out.
 * Routing would take an account without a fee for free and send everybody there.
 *
 * - The fee is the dearest of the account's methods, because a channel has one: the higher rate, then the higher fixed
 *   part.
 * - A limit turns payments away, so that it must be certain: only one whose source is verified counts, only where all of
 *   the account's methods have one (the widest of them), and only at a provider of a single currency, since limits name
 *   none.
 */
export const assumeTerms = (terms: ChannelTerms, own: Partial<Figures>, about: About): Figures => {
  const fee = own.fee ? undefined : dearestFee(terms, about.methods);
  const settlement = own.costs?.settlement ? undefined : terms.settlement;
  const min = own.minAmount ? undefined : limitOf(terms, about, 'minMinor');
  const max = own.maxAmount ? undefined : limitOf(terms, about, 'maxMinor');
  const found = { fee, settlement, min_amount: min, max_amount: max };
  const assumed = ASSUMED_FIGURES.filter((figure) => found[figure] !== undefined);
  return {
    fee: own.fee ?? fee ?? { rateBasisPoints: 0, fixedMinor: 0 },
    costs: settlement ? { ...own.costs, settlement: { days: settlement.days } } : own.costs,
    minAmount: own.minAmount ?? min,
    maxAmount: own.maxAmount ?? max,
    ...(assumed.length === 0 ? {} : { assumed }),
  };
};

/** What is left of the assumed figures once a merchant has entered some of their own. */
export const stillAssumed = (
  assumed: readonly AssumedFigure[] = [],
  entered: Partial<Figures>,
): AssumedFigure[] => {
  const isEntered: Readonly<Record<AssumedFigure, boolean>> = {
    fee: 'fee' in entered,
    // Costs are replaced as a whole.
    settlement: 'costs' in entered,
    min_amount: 'minAmount' in entered,
    max_amount: 'maxAmount' in entered,
  };
  return assumed.filter((figure) => !isEntered[figure]);
};

/** A method's own terms; those for every method where it has none. */
const termsOf = <Term extends { readonly method?: PaymentMethod }>(
  terms: readonly Term[],
  method: PaymentMethod,
): readonly Term[] => {
  const its = terms.filter((term) => term.method === method);
  return its.length > 0 ? its : terms.filter((term) => term.method === undefined);
};

const dearestFee = ({ fees }: ChannelTerms, methods: readonly PaymentMethod[]) => {
  const [dearest] = methods
    .flatMap((method) => termsOf(fees, method))
    .sort((a, b) => b.rateBasisPoints - a.rateBasisPoints || b.fixedMinor - a.fixedMinor);
  return dearest && { rateBasisPoints: dearest.rateBasisPoints, fixedMinor: dearest.fixedMinor };
};

const limitOf = (
  { limits = [] }: ChannelTerms,
  { methods, currency, currencies }: About,
  bound: 'minMinor' | 'maxMinor',
): Money | undefined => {
  if (currencies.length > 1) return undefined;
  const verified = limits.filter(({ source }) => source.verified);
  const bounds = methods.map((method) => {
    const known = termsOf(verified, method).flatMap((limit) => limit[bound] ?? []);
    return known.length === 0 ? undefined : widest(known, bound);
  });
  const [first, ...others] = bounds;
  if (first === undefined || others.includes(undefined)) return undefined;
  return money(
    currency,
    widest(
      bounds.flatMap((one) => one ?? []),
      bound,
    ),
  );
};

const widest = (minors: readonly number[], bound: 'minMinor' | 'maxMinor'): number =>
  bound === 'minMinor' ? Math.min(...minors) : Math.max(...minors);
