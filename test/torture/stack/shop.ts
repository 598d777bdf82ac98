import { setTimeout as pause } from 'node:timers/promises';
import type { Journey } from '#test/journeys/support/stack.ts';
import type { Goods } from './buyer-plan.ts';
import { type Caller, callerOf } from './caller.ts';
import type { Chronicle } from './chronicle.ts';
import { Gateways } from './gateways.ts';
import type { Receiver } from './receiver.ts';

export interface ShopParts {
  readonly journey: Journey;
  readonly chronicle: Chronicle;
  readonly receiver: Receiver;
}

/** Starts in a row before a shop is given up: for a moment somebody else may have one of its ports. */
const STARTS = 3;
const PAUSE_BETWEEN_STARTS_MILLIS = 2_000;

/** The shop under torture: a whole stack that is killed and started again, at the same addresses. */
export class Shop {
  readonly chronicle: Chronicle;
  readonly receiver: Receiver;
  readonly gateways: Gateways;
  /** The shop's people and programs. */
  readonly merchant: Caller;
  /** Whoever has a checkout link. */
  readonly buyers: Caller;
  products: Readonly<Record<Goods, string>> = { month: '', trial: '', loop: '', manual: '' };
  #journey: Journey;
  readonly #waitingForPayment: (() => void)[] = [];
  /** Kills and restarts, from the moment they are wanted. */
  #interruptions = 0;
  #starting: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor({ journey, chronicle, receiver }: ShopParts) {
    const { demo } = journey;
    this.#journey = journey;
    this.chronicle = chronicle;
    this.receiver = receiver;
    this.gateways = new Gateways(demo, chronicle);
    this.merchant = callerOf({ baseUrl: demo.baseUrl, apiKey: demo.apiKey }, chronicle);
    this.buyers = callerOf({ baseUrl: demo.baseUrl }, chronicle);
  }

  /** The stack as it runs now; its emulators' addresses change with every start. */
  get journey(): Journey {
    return this.#journey;
  }

  /** Somebody is about to pay. */
  paymentBegins(): void {
    for (const tell of this.#waitingForPayment.splice(0)) tell();
  }

  /** Resolves when the next buyer pays, or when nobody does for so long. */
  nextPayment(limitMillis: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limitMillis);
      this.#waitingForPayment.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** As a power cut, and the lights go on again. */
  kill(): Promise<void> {
    this.chronicle.kills += 1;
    return this.#again(() => {});
  }

  /** As an operator does it. */
  restart(): Promise<void> {
    return this.#again(() => this.#journey.stop());
  }

  /** The consumer of a queue stands still for a while. A kill meanwhile ends that, too. */
  async pauseQueue(name: string, millis: number): Promise<void> {
    await this.#starting;
    const { stack } = this.#journey;
    const interruptions = this.#interruptions;
    try {
      await stack.pauseQueue(name);
      this.chronicle.pauses += 1;
      await pause(millis);
      await stack.resumeQueue(name);
    } catch (error) {
      if (this.#interruptions === interruptions) throw error;
    }
  }

  /** Also when it is called again. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    await this.#starting.catch(() => {});
    await this.#journey.stop();
    await this.receiver.stop();
  }

  /** One at a time: two that come together are two. */
  #again(before: () => Promise<void> | void): Promise<void> {
    this.#interruptions += 1;
    const next = this.#starting.then(async () => {
      await before();
      this.#journey = await this.#start();
      this.chronicle.restarts += 1;
    });
    this.#starting = next;
    return next;
  }

  async #start(): Promise<Journey> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#journey.killAndRestart();
      } catch (error) {
        if (tries === STARTS) throw error;
        await pause(PAUSE_BETWEEN_STARTS_MILLIS);
      }
    }
  }
}
