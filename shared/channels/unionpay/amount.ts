import { type Currency, MAX_MINOR, type Money } from '../../domain/money/money.ts';
import type { Fields } from '../wire/fields.ts';

/** `currencyCode`: ISO 4217 numbers. */
const CURRENCIES: Readonly<Record<string, Currency>> = {
  '156': 'CNY',
  '840': 'USD',
  '978': 'EUR',
  '826': 'GBP',
  '344': 'HKD',
  '702': 'SGD',
  '458': 'MYR',
  '764': 'THB',
  '608': 'PHP',
  '392': 'JPY',
  '410': 'KRW',
  '704': 'VND',
};

export const CNY = '156';

/**
 * `txnAmt` with its currency: minor units. Replies that leave the currency out mean the one that was asked for, which is
 * always CNY here.
 *
 * @returns `undefined` when it is no amount, or the currency is one that nobody here knows
 */
export const readAmount = (fields: Fields): Money | undefined => {
  const digits = fields.get('txnAmt') ?? '';
  const code = fields.get('currencyCode') ?? CNY;
  if (!/^\d{1,12}$/.test(digits) || !Object.hasOwn(CURRENCIES, code)) return undefined;
  const currency = CURRENCIES[code];
  const minor = BigInt(digits);
  return currency && minor <= MAX_MINOR ? { currency, minor } : undefined;
};
