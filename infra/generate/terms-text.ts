import type { ChannelTerms, TermSource } from '#shared/domain/channels/terms.ts';
import { type Currency, formatDecimalAmount, money } from '#shared/domain/money/money.ts';

/** A provider's terms in words, empty where it says nothing; figures without a public document are marked. */
export interface TermsText {
  readonly fees: string;
  readonly settlement: string;
  readonly limits: string;
  readonly refundWindow: string;
  readonly hours: string;
  /** Where the figures come from, each source once. */
  readonly sources: string;
}

const marked = (text: string, { verified }: TermSource): string =>
  verified ? text : `${text} (unverified)`;

export const termsText = (terms: ChannelTerms, currencies: readonly Currency[]): TermsText => {
  const { fees, settlement, limits = [], refundWithinDays, hours } = terms;
  const sources = [...fees, ...limits, settlement, refundWithinDays, hours].flatMap(
    (term) => term?.source.text ?? [],
  );
  return {
    fees: fees
      .map((fee) =>
        marked(
          `${ofMethod(fee)}${percent(fee.rateBasisPoints)}${fixed(fee, currencies)}`,
          fee.source,
        ),
      )
      .join('; '),
    settlement: settlement ? marked(`T+${settlement.days}`, settlement.source) : '',
    limits: limits
      .map((limit) => marked(`${ofMethod(limit)}${rangeText(limit, currencies)}`, limit.source))
      .join('; '),
    refundWindow: refundWithinDays
      ? marked(`${refundWithinDays.days} days`, refundWithinDays.source)
      : '',
    hours: hours ? marked(hours.text, hours.source) : '',
    sources: [...new Set(sources)].join('; '),
  };
};

const ofMethod = ({ method }: { readonly method?: string }): string =>
  method === undefined ? '' : `${method}: `;

/** 38 → `0.38 %`, 300 → `3 %`. */
const percent = (basisPoints: number): string => `${basisPoints / 100} %`;

const fixed = (
  { fixedMinor }: { readonly fixedMinor: number },
  currencies: readonly Currency[],
): string => (fixedMinor === 0 ? '' : ` + ${amountText(fixedMinor, currencies)}`);

/** A provider of several currencies names figures in the minor unit of whichever the account has. */
const amountText = (minor: number, [currency, ...others]: readonly Currency[]): string =>
  currency === undefined || others.length > 0
    ? `${minor} minor units`
    : `${formatDecimalAmount(money(currency, minor))} ${currency}`;

const rangeText = (
  { minMinor, maxMinor }: { readonly minMinor?: number; readonly maxMinor?: number },
  currencies: readonly Currency[],
): string =>
  [
    ...(minMinor === undefined ? [] : [`from ${amountText(minMinor, currencies)}`]),
    ...(maxMinor === undefined ? [] : [`up to ${amountText(maxMinor, currencies)}`]),
  ].join(' ');
