import { hash } from 'node:crypto';

/** One payment as the provider knows it. */
export interface PaperPayment {
  readonly account: string;
  readonly orderNumber: string;
  /** What was asked for, in minor units. */
  readonly askedMinor: number;
  state: 'open' | 'closed' | 'paid';
  paidMinor: number;
  /** Refund number → minor units. */
  readonly refunds: Map<string, number>;
  /** The merchant said `got it` to a notification that it was paid. */
  acknowledged: boolean;
}

/** How a paper provider treats refunds and closing. */
export interface PaperHabits {
  /** The same refund number again is the same refund. Otherwise it is a second refund. */
  readonly numbersRefunds: boolean;
  readonly closes: boolean;
  /** We may send a payment again that it does not know. */
  readonly resubmits: boolean;
}

/** Three providers that differ in what real ones differ in. */
export const PAPER_PROVIDERS = {
  paper: { numbersRefunds: true, closes: true, resubmits: true },
  plain: { numbersRefunds: true, closes: false, resubmits: true },
  stone: { numbersRefunds: false, closes: false, resubmits: false },
} as const satisfies Record<string, PaperHabits>;
export type PaperProvider = keyof typeof PAPER_PROVIDERS;

const REFUSALS = { paid: 'is paid', closed: 'is closed', none: 'no such order' } as const;

/**
 * The provider's own books: the judge of every run, because nothing of ours can write in them. It believes whoever
 * calls, and counts every refund that it is asked for up to what was paid.
 */
export class PaperBooks {
  readonly payments = new Map<string, PaperPayment>();
  readonly #habits: PaperHabits;
  #refundsMade = 0;

  constructor(habits: PaperHabits) {
    this.#habits = habits;
  }

  /** The same number again is the same payment, as long as it says the same. */
  create(account: string, orderNumber: string, askedMinor: number): string | undefined {
    const known = this.payments.get(orderNumber);
    if (known)
      return known.askedMinor === askedMinor && known.account === account
        ? undefined
        : 'the same number with other parameters';
    this.payments.set(orderNumber, {
      account,
      orderNumber,
      askedMinor,
      state: 'open',
      paidMinor: 0,
      refunds: new Map(),
      acknowledged: false,
    });
    return undefined;
  }

  find(account: string, orderNumber: string): PaperPayment | undefined {
    const payment = this.payments.get(orderNumber);
    return payment?.account === account ? payment : undefined;
  }

  /** A buyer pays; `false` when the provider does not take it any more. */
  pay(orderNumber: string, minor: number): boolean {
    const payment = this.payments.get(orderNumber);
    if (payment?.state !== 'open') return false;
    payment.state = 'paid';
    payment.paidMinor = minor;
    return true;
  }

  close(account: string, orderNumber: string): string | undefined {
    const payment = this.find(account, orderNumber);
    if (!payment) return REFUSALS.none;
    if (payment.state === 'paid') return REFUSALS.paid;
    payment.state = 'closed';
    return undefined;
  }

  refund(
    account: string,
    orderNumber: string,
    {
      refundNumber,
      minor,
      isOutOfMoney,
    }: { refundNumber: string; minor: number; isOutOfMoney: () => boolean },
  ): string | undefined {
    const payment = this.find(account, orderNumber);
    if (payment?.state !== 'paid') return REFUSALS.none;
    this.#refundsMade += 1;
    const number = this.#habits.numbersRefunds ? refundNumber : `refund ${this.#refundsMade}`;
    // What was done is not undone by an empty account: the same number tells of the same refund.
    if (payment.refunds.has(number)) return undefined;
    if (isOutOfMoney()) return 'not enough money';
    if (refundedMinor(payment) + minor > payment.paidMinor) return 'more than was paid';
    payment.refunds.set(number, minor);
    return undefined;
  }
}

export const refundedMinor = ({ refunds }: PaperPayment): number =>
  [...refunds.values()].reduce((sum, minor) => sum + minor, 0);

/** A notification's signature: only who knows the account's key can make it. */
export const paperSignature = (key: string, text: string): string =>
  hash('sha256', `${key}\n${text}`, 'hex');

/** The query of a notification, signed: `account=…&order=…&paid=…&status=…&sign=…`. */
export const paperNotification = (
  key: string,
  fields: { account: string; order: string; paid: number; status: string },
): string => {
  const text = new URLSearchParams({
    account: fields.account,
    order: fields.order,
    paid: String(fields.paid),
    status: fields.status,
  }).toString();
  return `${text}&sign=${paperSignature(key, text)}`;
};
