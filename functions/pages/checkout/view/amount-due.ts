import { decimalText } from '#shared/domain/money/currency.ts';
import type { PageState } from './page.ts';

/**
 * What is still to be sent to an address: the payment's exact amount, less what has come. Where only some of it came, nobody
 * must send all of it once more. Gateways that take a coin for an order in another currency are paid as a whole.
 *
 * @param amount decimal text, in units of the coin
 */
export const amountDue = ({ view }: Pick<PageState, 'view'>, amount: string): string => {
  const paid = view.attempt?.paid_amount ?? 0;
  if (paid === 0 || view.currency !== 'USDT') return amount;
  const came = decimalText(view.currency, paid);
  const digits = Math.max(digitsOf(amount), digitsOf(came));
  const due = scaled(amount, digits) - scaled(came, digits);
  if (due <= 0n) return amount;
  const text = due.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

const digitsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

const scaled = (text: string, digits: number): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(digits, '0'));
};
