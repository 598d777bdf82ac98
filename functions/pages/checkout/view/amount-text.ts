import { type Currency, decimalText } from '#shared/domain/money/currency.ts';
import { type Language, LOCALES } from '../../language.ts';

/** An amount as its reader writes it: `¥9.90`, `CN¥9.90`, `12.5 USDT`. Exact: the digits never pass through a float. */
export const amountText = (minor: number, currency: Currency, language: Language): string => {
  const decimal = decimalText(currency, minor) as `${number}`;
  // Intl knows ISO 4217 codes only, which have three letters.
  if (currency === 'USDT') {
    const digits = new Intl.NumberFormat(LOCALES[language], {
      minimumFractionDigits: 2,
      maximumFractionDigits: 6,
    });
    return `${digits.format(decimal)} USDT`;
  }
  return new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency }).format(decimal);
};
