import { Agent, request } from 'node:http';
import type { Books, SentNotification, SimulatedOrder } from './books.ts';
import type { KeyPair, SimulatedMerchant } from './merchant.ts';
import { paidMessage } from './notification.ts';

const ANSWER_WITHIN_MILLIS = 10_000;
const REPLY_KEPT_BYTES = 65_536;
/** A held notification leaves after this time even if no other came to overtake it. */
const HOLD_MILLIS = 300;

export interface NotifierOptions {
  readonly books: Books;
  readonly platformKeys: () => KeyPair;
  /** Waits between the repetitions of a notification that was not acknowledged. */
  readonly retrySeconds: readonly number[];
  readonly later: (millis: number, action: () => void) => void;
}

interface Dispatch {
  readonly order: SimulatedOrder;
  readonly merchant: SimulatedMerchant;
}

/** Tells merchants what was paid, with the patience and the faults of a gateway. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #held = new Map<string, Dispatch[]>();

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#agent.destroy();
  }

  /** Starts the series of notifications for a paid order. */
  start(order: SimulatedOrder, merchant: SimulatedMerchant): void {
    const { notifyDelayMillis, reorder } = merchant.behaviour;
    this.#options.later(notifyDelayMillis, () => {
      if (reorder > 1) this.#hold({ order, merchant });
      else void this.#attempt({ order, merchant }, 0);
    });
  }

  /** Sends one notification now, whatever was acknowledged before. */
  async send(order: SimulatedOrder, merchant: SimulatedMerchant): Promise<SentNotification> {
    const { behaviour } = merchant;
    const message = paidMessage(order, merchant, this.#options.platformKeys);
    const form = new URLSearchParams(message).toString();
    const get = behaviour.notifyBy === 'GET';
    const url = get
      ? `${order.notifyUrl}${order.notifyUrl.includes('?') ? '&' : '?'}${form}`
      : order.notifyUrl;
    const body = get ? '' : behaviour.notifyBy === 'POST_JSON' ? JSON.stringify(message) : form;
    const base = { atMillis: Date.now(), method: get ? 'GET' : 'POST', url, body };
    const json = behaviour.notifyBy === 'POST_JSON';
    const dropped = behaviour.dropNext > 0;
    if (dropped) merchant.behaviour = { ...behaviour, dropNext: behaviour.dropNext - 1 };
    const answer = dropped ? LOST : await this.#exchange(base, json);
    const sent: SentNotification = {
      ...base,
      ...answer,
      // As the open engine reads it: the word anywhere in the body, in three spellings.
      acknowledged: /success|SUCCESS|Success/.test(answer.reply),
    };
    this.#options.books.record(order, sent);
    return sent;
  }

  async #attempt(dispatch: Dispatch, attempt: number): Promise<void> {
    const { order, merchant } = dispatch;
    const copies = 1 + merchant.behaviour.duplicates;
    await Promise.all(Array.from({ length: copies }, () => this.send(order, merchant)));
    const wait = this.#options.retrySeconds[attempt];
    if (order.acknowledged || wait === undefined) return;
    this.#options.later(wait * 1000, () => {
      if (!order.acknowledged) void this.#attempt(dispatch, attempt + 1);
    });
  }

  #hold(dispatch: Dispatch): void {
    const { pid, behaviour } = dispatch.merchant;
    const held = this.#held.get(pid) ?? [];
    held.push(dispatch);
    this.#held.set(pid, held);
    if (held.length >= behaviour.reorder) void this.#release(pid);
    else if (held.length === 1) {
      this.#options.later(HOLD_MILLIS, () => void this.#release(pid));
    }
  }

  async #release(pid: string): Promise<void> {
    const held = this.#held.get(pid) ?? [];
    this.#held.delete(pid);
    for (const dispatch of held.reverse()) await this.#attempt(dispatch, 0);
  }

  #exchange(
    { method, url, body }: { method: string; url: string; body: string },
    json: boolean,
  ): Promise<{ status: number; reply: string }> {
    return new Promise((resolve) => {
      const target = URL.parse(url);
      // A simulator must never reach out of the machine it runs on.
      if (!target || !['127.0.0.1', 'localhost', '[::1]'].includes(target.hostname)) {
        resolve({ status: 0, reply: '' });
        return;
      }
      const headers: Record<string, string | number> =
        method === 'GET'
          ? {}
          : {
              'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
              'content-length': Buffer.byteLength(body),
            };
      const call = request(target, { method, agent: this.#agent, headers }, (response) => {
        let reply = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          if (reply.length < REPLY_KEPT_BYTES) reply += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, reply }));
        response.on('error', () => resolve(LOST));
      });
      call.setTimeout(ANSWER_WITHIN_MILLIS, () => call.destroy());
      call.on('error', () => resolve(LOST));
      call.end(body);
    });
  }
}

const LOST = { status: 0, reply: '' } as const;
