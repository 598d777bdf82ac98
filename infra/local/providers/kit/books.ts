import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';

/** One notification as it was sent, with the bytes that came back. */
export interface SentNotification {
  readonly atMillis: number;
  readonly about: 'payment' | 'refund' | 'dispute';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** HTTP status; 0 when it was dropped or never connected. */
  readonly status: number;
  readonly reply: string;
  readonly acknowledged: boolean;
}

export interface SimulatedRefund {
  /** The merchant's number. */
  readonly number: string;
  /** The provider's. */
  readonly reference: string;
  readonly minor: number;
  readonly createdAtMillis: number;
  state: 'pending' | 'done' | 'failed';
}

/** A payment in the provider's books. */
export interface SimulatedPayment {
  readonly merchant: string;
  /** The merchant's order number. */
  readonly number: string;
  /** The provider's own number. */
  readonly reference: string;
  /** The provider's word for the way to pay. */
  method: string;
  readonly currency: string;
  readonly minor: number;
  readonly subject: string;
  readonly notifyUrl: string;
  readonly returnUrl: string;
  readonly createdAtMillis: number;
  /** `approved`: the buyer agreed, and the merchant has still to collect. */
  state: 'unpaid' | 'approved' | 'declined' | 'paid' | 'closed';
  /** What the buyer really paid. */
  paidMinor: number;
  paidAtMillis: number;
  refunds: SimulatedRefund[];
  /** The merchant acknowledged that it was paid. */
  acknowledged: boolean;
  notifications: SentNotification[];
  /** What this provider alone keeps; JSON. */
  extra: Record<string, unknown>;
}

export type PaymentDraft = Pick<
  SimulatedPayment,
  'merchant' | 'number' | 'method' | 'currency' | 'minor' | 'subject' | 'notifyUrl' | 'returnUrl'
> & { readonly reference?: string; readonly extra?: Record<string, unknown> };

export const refundedMinor = ({ refunds }: SimulatedPayment): number =>
  refunds.reduce((sum, { minor, state }) => (state === 'failed' ? sum : sum + minor), 0);

type Entry =
  | { readonly payment: Omit<SimulatedPayment, 'notifications'> }
  | { readonly reference: string; readonly notification: SentNotification };

/**
 * A provider's own books. With a file they survive the end of the process, also a violent one: every change is written
 * before anybody is told of it.
 */
export class Books {
  readonly #byReference = new Map<string, SimulatedPayment>();
  readonly #byNumber = new Map<string, SimulatedPayment>();
  readonly #byMerchantNumber = new Map<string, SimulatedPayment>();
  #file: number | undefined;
  #counter = 0;

  constructor(stateFile: string | undefined) {
    if (stateFile === undefined) return;
    if (existsSync(stateFile)) this.#load(readFileSync(stateFile, 'utf8'));
    this.#file = openSync(stateFile, 'a');
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  /** 14 digits of time and a counter: no two are the same. */
  nextReference(now = new Date()): string {
    this.#counter += 1;
    const time = now.toISOString().replace(/\D/g, '').slice(0, 14);
    return `${time}${String(this.#counter).padStart(6, '0')}`;
  }

  add(draft: PaymentDraft): SimulatedPayment {
    const payment: SimulatedPayment = {
      ...draft,
      reference: draft.reference ?? this.nextReference(),
      createdAtMillis: Date.now(),
      state: 'unpaid',
      paidMinor: 0,
      paidAtMillis: 0,
      refunds: [],
      acknowledged: false,
      notifications: [],
      extra: draft.extra ?? {},
    };
    this.#index(payment);
    this.save(payment);
    return payment;
  }

  /** Must follow every change of a payment, before anybody is told of it. */
  save(payment: SimulatedPayment): void {
    const { notifications: _, ...rest } = payment;
    this.#write({ payment: rest });
  }

  record(payment: SimulatedPayment, notification: SentNotification): void {
    payment.notifications.push(notification);
    this.#write({ reference: payment.reference, notification });
    if (notification.acknowledged && notification.about === 'payment' && !payment.acknowledged) {
      payment.acknowledged = true;
      this.save(payment);
    }
  }

  byReference(reference: string): SimulatedPayment | undefined {
    return this.#byReference.get(reference);
  }

  byNumber(merchant: string, number: string): SimulatedPayment | undefined {
    return this.#byMerchantNumber.get(`${merchant} ${number}`);
  }

  /** By the merchant's order number alone (the newest of two merchants' that are the same). */
  find(number: string): SimulatedPayment | undefined {
    return this.#byNumber.get(number);
  }

  payments(merchant?: string): SimulatedPayment[] {
    return [...this.#byReference.values()].filter(
      (payment) => merchant === undefined || payment.merchant === merchant,
    );
  }

  #index(payment: SimulatedPayment): void {
    this.#byReference.set(payment.reference, payment);
    this.#byNumber.set(payment.number, payment);
    this.#byMerchantNumber.set(`${payment.merchant} ${payment.number}`, payment);
  }

  #write(entry: Entry): void {
    if (this.#file !== undefined) writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  #load(content: string): void {
    for (const line of content.split('\n')) {
      const entry = parseEntry(line);
      if (!entry) continue;
      if ('payment' in entry) {
        const known = this.#byReference.get(entry.payment.reference);
        if (known) Object.assign(known, entry.payment);
        else this.#index({ ...entry.payment, notifications: [] });
      } else this.#byReference.get(entry.reference)?.notifications.push(entry.notification);
    }
    this.#counter = this.#byReference.size;
  }
}

/** The last line may have been cut off by a crash: it was not told to anybody. */
const parseEntry = (line: string): Entry | undefined => {
  try {
    return line === '' ? undefined : (JSON.parse(line) as Entry);
  } catch {
    return undefined;
  }
};
