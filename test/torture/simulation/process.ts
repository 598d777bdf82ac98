import type { Runtime } from '#shared/application/ports/runtime.ts';
import { simulatedRuntime } from './simulated-runtime.ts';
import type { ParkedStep, Point } from './step.ts';
import type { Timer } from './timers.ts';

/** What a process needs of the simulation it lives in. */
export interface Host {
  now(): number;
  park(step: ParkedStep): void;
  setTimer(timer: Timer): unknown;
}

/** How a process ended. */
export type ProcessEnd =
  | { readonly kind: 'returned' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'died'; readonly detail: string };

export interface ProcessOptions {
  readonly name: string;
  readonly skewMillis: number;
  /** Of its ids, secrets and random numbers. */
  readonly seed: number;
  /** No fault meets it. */
  readonly spared: boolean;
}

/**
 * One invocation of a function, or one party outside: a buyer, a provider. It shares nothing with others but what
 * its steps touch. When it has ended, its steps are not executed any more and nobody hears from them.
 */
export class Process {
  readonly name: string;
  readonly spared: boolean;
  readonly #host: Host;
  readonly #options: ProcessOptions;
  #runtime: Runtime | undefined;
  #alive = true;
  #struck = false;

  constructor(host: Host, options: ProcessOptions) {
    this.name = options.name;
    this.spared = options.spared;
    this.#host = host;
    this.#options = options;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** One of its steps was made to fail. */
  get struck(): boolean {
    return this.#struck;
  }

  /** Its own clock, which may be wrong, in milliseconds. */
  now(): number {
    return this.#host.now() + this.#options.skewMillis;
  }

  /**
   * Waits until the scheduler picks it, then executes; everything that can be seen or changed by others belongs in a
   * step. When `execute` is asynchronous, others go on meanwhile.
   */
  step<Answer>(point: Point, execute: () => Answer | Promise<Answer>): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (!this.#alive) return;
      this.#host.park({
        process: this,
        point,
        execute,
        resolve: resolve as (answer: unknown) => void,
        reject,
      });
    });
  }

  /** Waits in virtual time, then takes a step that does nothing. */
  pause(millis: number): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#alive) return;
      const point: Point = { kind: 'wait', label: 'pause', detail: `${Math.round(millis)} ms` };
      this.#host.setTimer({
        dueAtMillis: this.#host.now() + millis,
        label: 'pause',
        owner: this,
        action: () => resolve(this.step(point, () => {})),
      });
    });
  }

  /** The machine as this process sees it. */
  runtime(): Runtime {
    this.#runtime ??= simulatedRuntime(this, this.#options.seed);
    return this.#runtime;
  }

  /** For the simulation only. */
  strike(): void {
    this.#struck = true;
  }

  /** For the simulation only. */
  stop(): void {
    this.#alive = false;
  }
}
