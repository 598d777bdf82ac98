import type { Choices } from './choices.ts';
import type { Process } from './process.ts';
import type { ParkedStep } from './step.ts';
import { type Timer, Timers } from './timers.ts';

/** Time passes by chance, although there are steps to take, once in so many. */
const TIME_PASSES_ONE_IN = 20;

/** What comes next, as far as there is anything. */
export type Next =
  | { readonly kind: 'step'; readonly step: ParkedStep }
  | { readonly kind: 'timer'; readonly timer: Timer }
  | { readonly kind: 'later' }
  | { readonly kind: 'nothing' };

/**
 * In which order steps are taken when all is calm: as they come, so that processes take turns; or one process after
 * another, each as far as it gets. The latter makes the shorter stories: every choice that is not calm is one
 * interruption.
 */
export type CalmOrder = 'first_come' | 'one_by_one';

/** All that could happen next: steps, and timers, which move the clock. Calm means that steps come before any time. */
export class Agenda {
  readonly #choices: Choices;
  readonly #order: CalmOrder;
  readonly #timers = new Timers();
  #parked: ParkedStep[] = [];
  #nowMillis: number;
  /** Who took the last step, and how many of its next ones stand at the head of the line. */
  #current: Process | undefined;
  #ahead = 0;

  constructor(choices: Choices, order: CalmOrder, startMillis: number) {
    this.#choices = choices;
    this.#order = order;
    this.#nowMillis = startMillis;
  }

  now(): number {
    return this.#nowMillis;
  }

  get parked(): readonly ParkedStep[] {
    return this.#parked;
  }

  /** The next one first. */
  get timers(): readonly Timer[] {
    return this.#timers.all;
  }

  park(step: ParkedStep): void {
    const goesOn = this.#order === 'one_by_one' && step.process && step.process === this.#current;
    if (goesOn) this.#parked.splice(this.#ahead++, 0, step);
    else this.#parked.push(step);
  }

  /** In whole milliseconds, as clocks have them; due at once, if its time has passed. */
  setTimer(timer: Timer): Timer {
    return this.#timers.add({
      ...timer,
      dueAtMillis: Math.max(Math.ceil(timer.dueAtMillis), this.#nowMillis),
    });
  }

  dropTimer(timer: Timer): void {
    this.#timers.remove(timer);
  }

  /** Drops what a process has left to do. */
  drop(process: Process): void {
    this.#parked = this.#parked.filter((step) => step.process !== process);
    if (process === this.#current) this.#ahead = 0;
    this.#timers.removeOf(process);
  }

  /**
   * Takes what comes next. `cutsOff` is asked whether a process that could go on is to be cut off by its deadline:
   * that is no matter of order but a fault.
   */
  takeNext(untilMillis: number, cutsOff: (deadline: Timer) => boolean): Next {
    const timer = this.#timers.next(untilMillis);
    if (this.#parked.length === 0) {
      if (timer) return this.#takeTimer(timer);
      return { kind: this.#timers.next(Number.POSITIVE_INFINITY) ? 'later' : 'nothing' };
    }
    if (timer && this.#timePasses(timer, cutsOff)) return this.#takeTimer(timer);
    const [step] = this.#parked.splice(this.#choices.pick(this.#parked.length, 'next step'), 1);
    if (!step) throw new RangeError('there is no such step');
    this.#current = step.process;
    this.#ahead = 0;
    return { kind: 'step', step };
  }

  #timePasses(timer: Timer, cutsOff: (deadline: Timer) => boolean): boolean {
    if (timer.isDeadline) return cutsOff(timer);
    return this.#choices.chance('time passes', TIME_PASSES_ONE_IN);
  }

  #takeTimer(timer: Timer): Next {
    this.#timers.remove(timer);
    this.#nowMillis = timer.dueAtMillis;
    return { kind: 'timer', timer };
  }
}
