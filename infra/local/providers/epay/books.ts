import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';

/** One notification as it was sent, with the bytes that came back. */
export interface SentNotification {
  readonly atMillis: number;
  readonly method: string;
  readonly url: string;
  readonly body: string;
  /** HTTP status; 0 when it was dropped or never connected. */
  readonly status: number;
  readonly reply: string;
  readonly acknowledged: boolean;
}

export interface SimulatedRefund {
  readonly refundNo: string;
  readonly outRefundNo: string;
  readonly fen: number;
}

export interface SimulatedOrder {
  readonly pid: string;
  readonly protocol: 'v1' | 'v2';
  readonly tradeNo: string;
  readonly outTradeNo: string;
  type: string;
  readonly name: string;
  /** As the merchant sent it. */
  readonly money: string;
  readonly fen: number;
  readonly notifyUrl: string;
  readonly returnUrl: string;
  readonly param: string;
  readonly createdAtMillis: number;
  state: 'unpaid' | 'declined' | 'paid' | 'refunded';
  /** What the buyer really paid. */
  paidFen: number;
  paidAtMillis: number;
  refunds: SimulatedRefund[];
  /** The merchant said `success`. */
  acknowledged: boolean;
  notifications: SentNotification[];
}

type Entry =
  | { readonly order: Omit<SimulatedOrder, 'notifications'> }
  | { readonly tradeNo: string; readonly notification: SentNotification };

/**
 * The gateway's own books. With a file they survive the end of the process, also a violent one: every change is
 * written before anybody is told of it.
 */
export class Books {
  readonly #byTradeNo = new Map<string, SimulatedOrder>();
  readonly #byOutTradeNo = new Map<string, SimulatedOrder>();
  readonly #byMerchantNumber = new Map<string, SimulatedOrder>();
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

  /** 14 digits of local time and a counter: unlike the engine's random digits, two orders never share a number. */
  nextTradeNo(now: Date): string {
    this.#counter += 1;
    const time = now.toISOString().replace(/\D/g, '').slice(0, 14);
    return `${time}${String(this.#counter).padStart(6, '0')}`;
  }

  add(order: SimulatedOrder): void {
    this.#index(order);
    this.save(order);
  }

  save(order: SimulatedOrder): void {
    const { notifications: _, ...rest } = order;
    this.#write({ order: rest });
  }

  record(order: SimulatedOrder, notification: SentNotification): void {
    order.notifications.push(notification);
    this.#write({ tradeNo: order.tradeNo, notification });
    if (notification.acknowledged && !order.acknowledged) {
      order.acknowledged = true;
      this.save(order);
    }
  }

  byTradeNo(tradeNo: string): SimulatedOrder | undefined {
    return this.#byTradeNo.get(tradeNo);
  }

  byOutTradeNo(pid: string, outTradeNo: string): SimulatedOrder | undefined {
    return this.#byMerchantNumber.get(`${pid} ${outTradeNo}`);
  }

  /** By the merchant's order number alone (the newest of two merchants' that are the same). */
  find(outTradeNo: string): SimulatedOrder | undefined {
    return this.#byOutTradeNo.get(outTradeNo);
  }

  orders(pid?: string): SimulatedOrder[] {
    return [...this.#byTradeNo.values()].filter((order) => pid === undefined || order.pid === pid);
  }

  #index(order: SimulatedOrder): void {
    this.#byTradeNo.set(order.tradeNo, order);
    this.#byOutTradeNo.set(order.outTradeNo, order);
    this.#byMerchantNumber.set(`${order.pid} ${order.outTradeNo}`, order);
  }

  #write(entry: Entry): void {
    if (this.#file !== undefined) writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  #load(text: string): void {
    for (const line of text.split('\n')) {
      const entry = parseEntry(line);
      if (!entry) continue;
      if ('order' in entry) {
        const known = this.#byTradeNo.get(entry.order.tradeNo);
        if (known) Object.assign(known, entry.order);
        else this.#index({ ...entry.order, notifications: [] });
      } else this.#byTradeNo.get(entry.tradeNo)?.notifications.push(entry.notification);
    }
    this.#counter = this.#byTradeNo.size;
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
