import { Agent, request } from 'node:http';
import type { Books, SentNotification, SimulatedPayment, SimulatedRefund } from './books.ts';
import type { News, OutgoingMessage, SimulatedMerchant } from './simulation.ts';

const ANSWER_WITHIN_MILLIS = 10_000;
const REPLY_KEPT_BYTES = 65_536;
/** A held notification leaves after this time even if no other came to overtake it. */
const HOLD_MILLIS = 300;
const LOST = { status: 0, reply: '' } as const;

export interface NotifierOptions {
  readonly books: Books;
  readonly merchantOf: (payment: SimulatedPayment) => SimulatedMerchant<unknown> | undefined;
  readonly compose: (news: News) => OutgoingMessage | undefined;
  readonly isAcknowledged: (reply: { status: number; body: string }) => boolean;
  readonly retrySeconds: readonly number[];
  readonly later: (millis: number, action: () => void) => void;
}

interface Dispatch {
  readonly payment: SimulatedPayment;
  readonly about: News['about'];
  readonly refund?: SimulatedRefund | undefined;
}

/** Tells merchants what happened, with the patience and the faults of a provider. */
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

  /** Starts a series of notifications. */
  start(dispatch: Dispatch): void {
    const behaviour = this.#options.merchantOf(dispatch.payment)?.behaviour;
    if (!behaviour) return;
    this.#options.later(behaviour.notifyDelayMillis, () => {
      if (behaviour.reorder > 1) this.#hold(dispatch, behaviour.reorder);
      else void this.#attempt(dispatch, 0);
    });
  }

  /** Sends one notification now, whatever was acknowledged before; `undefined`: the provider does not tell that. */
  async send({ payment, about, refund }: Dispatch): Promise<SentNotification | undefined> {
    const merchant = this.#options.merchantOf(payment);
    if (!merchant) return undefined;
    const { behaviour } = merchant;
    const message = this.#options.compose({
      about,
      payment,
      ...(refund ? { refund } : {}),
      minor: behaviour.wrongAmountMinor ?? refund?.minor ?? payment.paidMinor,
      merchantId: behaviour.wrongMerchant ?? payment.merchant,
      isDamaged: behaviour.badSignature,
    });
    if (!message) return undefined;
    const dropped = behaviour.dropNext > 0;
    if (dropped) merchant.behaviour = { ...behaviour, dropNext: behaviour.dropNext - 1 };
    const atMillis = Date.now();
    const answer = dropped ? LOST : await this.#exchange(message);
    const sent: SentNotification = {
      atMillis,
      about,
      ...message,
      ...answer,
      acknowledged: this.#options.isAcknowledged({ status: answer.status, body: answer.reply }),
    };
    this.#options.books.record(payment, sent);
    return sent;
  }

  async #attempt(dispatch: Dispatch, attempt: number): Promise<void> {
    const copies = 1 + (this.#options.merchantOf(dispatch.payment)?.behaviour.duplicates ?? 0);
    const sent = await Promise.all(Array.from({ length: copies }, () => this.send(dispatch)));
    const wait = this.#options.retrySeconds[attempt];
    const isOver = sent.some((one) => one === undefined || one.acknowledged);
    if (isOver || wait === undefined) return;
    this.#options.later(wait * 1000, () => void this.#attempt(dispatch, attempt + 1));
  }

  #hold(dispatch: Dispatch, reorder: number): void {
    const { merchant } = dispatch.payment;
    const held = this.#held.get(merchant) ?? [];
    held.push(dispatch);
    this.#held.set(merchant, held);
    if (held.length >= reorder) void this.#release(merchant);
    else if (held.length === 1)
      this.#options.later(HOLD_MILLIS, () => void this.#release(merchant));
  }

  async #release(merchant: string): Promise<void> {
    const held = this.#held.get(merchant) ?? [];
    this.#held.delete(merchant);
    for (const dispatch of held.reverse()) await this.#attempt(dispatch, 0);
  }

  #exchange({ method, url, headers, body }: OutgoingMessage): Promise<{
    status: number;
    reply: string;
  }> {
    return new Promise((resolve) => {
      const target = URL.parse(url);
      // A simulator must never reach out of the machine it runs on.
      if (!target || !['127.0.0.1', 'localhost', '[::1]'].includes(target.hostname)) {
        resolve(LOST);
        return;
      }
      const call = request(
        target,
        {
          method,
          agent: this.#agent,
          headers:
            method === 'GET'
              ? { ...headers }
              : { ...headers, 'content-length': Buffer.byteLength(body) },
        },
        (response) => {
          let reply = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            if (reply.length < REPLY_KEPT_BYTES) reply += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, reply }));
          response.on('error', () => resolve(LOST));
        },
      );
      call.setTimeout(ANSWER_WITHIN_MILLIS, () => call.destroy());
      call.on('error', () => resolve(LOST));
      call.end(method === 'GET' ? undefined : body);
    });
  }
}

/**
 * Where a merchant hears of a payment: the address that came with it, or the one entered in the provider's console, which
 * the habit `webhookUrl` stands for.
 */
export const webhookUrlOf = (
  { behaviour }: Pick<SimulatedMerchant<unknown>, 'behaviour'>,
  { notifyUrl }: SimulatedPayment,
): string => notifyUrl || String(behaviour.habits.webhookUrl ?? '');

/** Another signature of the same form, for notifications that must not verify. */
export const damaged = (signature: string): string => {
  const at = Math.floor(signature.length / 2);
  const other = signature[at] === '0' ? '1' : '0';
  return `${signature.slice(0, at)}${other}${signature.slice(at + 1)}`;
};
