import { Agenda, type CalmOrder } from './agenda.ts';
import type { Choices } from './choices.ts';
import { type FaultKind, type FaultOptions, Faults } from './faults.ts';
import { type Body, Population, type SpawnOptions } from './population.ts';
import type { Process } from './process.ts';
import { carryOut, type ErrorsAt, errorAt, FAULTS_AT, ownStep, type ParkedStep } from './step.ts';
import { Story, textOf } from './story.ts';
import { catchingStrays } from './stray-rejections.ts';
import { takeTurns } from './take-turns.ts';
import type { Timer } from './timers.ts';

export interface SimulationOptions {
  readonly choices: Choices;
  /** `first_come` when absent. */
  readonly calmOrder?: CalmOrder;
  /** None when absent. */
  readonly faults?: FaultOptions;
  /** The error that a failing point of this kind rejects with; a `SimulatedFailure` when absent. */
  readonly errors?: ErrorsAt;
  /** What the clock shows at the beginning. */
  readonly startMillis?: number;
  /** How wrong the clock of a process can be, either way; 0 when absent. */
  readonly maxSkewMillis?: number;
  /** Steps and timers of one `run` before it counts as stuck. */
  readonly stepLimit?: number;
}

export type RunEnd =
  /** There is nothing left to do. */
  | { readonly kind: 'quiet' }
  /** What is left is due later than asked for. */
  | { readonly kind: 'time_is_up' }
  /** The step limit was hit, or processes wait for something that is no step and will not come. */
  | { readonly kind: 'stuck'; readonly waiting: readonly string[] };

const DEFAULT_START_MILLIS = Date.UTC(2026, 0, 1);
const DEFAULT_STEP_LIMIT = 10_000;

/**
 * A small world in which nothing happens by itself: processes wait before every step until one is picked, and time
 * stands still until it is allowed to pass. What is picked and what fails comes from the choices alone.
 */
export class Simulation {
  readonly choices: Choices;
  readonly faults: Faults;
  readonly story: Story;
  readonly #options: SimulationOptions;
  readonly #agenda: Agenda;
  readonly #population: Population;
  readonly #watchers: (() => void)[] = [];
  #stepsTaken = 0;
  /** Who took the last step: what happens until the next one is its doing. */
  #current: Process | undefined;
  #broken: { readonly error: unknown } | undefined;

  constructor(options: SimulationOptions) {
    const { choices, startMillis = DEFAULT_START_MILLIS, maxSkewMillis = 0 } = options;
    this.#options = options;
    this.choices = choices;
    this.faults = new Faults(choices, options.faults ?? { budget: 0 });
    this.story = new Story(startMillis);
    this.#agenda = new Agenda(choices, options.calmOrder ?? 'first_come', startMillis);
    this.#population = new Population({
      choices,
      agenda: this.#agenda,
      story: this.story,
      maxSkewMillis,
      onUnheard: (error) => {
        this.#broken ??= { error };
      },
    });
  }

  /** Virtual time in milliseconds. */
  now(): number {
    return this.#agenda.now();
  }

  /** Steps taken and timers fired so far. */
  get stepsTaken(): number {
    return this.#stepsTaken;
  }

  /** Adds a process; its body begins when it is picked. */
  spawn(name: string, body: Body, options: SpawnOptions = {}): Process {
    return this.#population.spawn(name, body, options);
  }

  /** Ends a process here and now. */
  kill(process: Process, detail: string): void {
    this.#population.kill(process, detail);
  }

  /** An action of the simulation itself that is picked among the steps. */
  soon(label: string, action: () => void): void {
    this.#agenda.park(ownStep(label, action));
  }

  /** An action at a point of virtual time. */
  at(timeMillis: number, label: string, action: () => void): { cancel: () => void } {
    const timer = this.#agenda.setTimer({ dueAtMillis: timeMillis, label, action });
    return { cancel: () => this.#agenda.dropTimer(timer) };
  }

  /** Looks on before every step. What it throws ends the run: so is stated what must hold at all times. */
  watch(look: () => void): void {
    this.#watchers.push(look);
  }

  /** Adds a line to the story. */
  note(who: string, what: string): void {
    this.story.add(this.now(), who, what);
  }

  /** From now on there are no faults, so that all that is left to do can be done. The order remains a choice. */
  calm(): void {
    this.note('simulation', 'calm from now on');
    this.faults.stop();
  }

  /**
   * Goes on until there is nothing left to do, or nothing before `untilMillis`. Rejects with what a watcher, a timer
   * or an action threw, or a process that nobody listens to.
   */
  run({ untilMillis = Number.POSITIVE_INFINITY } = {}): Promise<RunEnd> {
    const lastStep = this.#stepsTaken + (this.#options.stepLimit ?? DEFAULT_STEP_LIMIT);
    return catchingStrays(
      (error) => this.#stray(error),
      () => takeTurns(() => this.#turn(untilMillis, lastStep)),
    );
  }

  #turn(untilMillis: number, lastStep: number): RunEnd | undefined {
    if (this.#broken) throw this.#broken.error;
    for (const look of this.#watchers) look();
    if (this.#stepsTaken === lastStep) return this.#stuck();
    const next = this.#agenda.takeNext(untilMillis, (deadline) => this.#cutsOff(deadline));
    switch (next.kind) {
      case 'step':
        this.#takeStep(next.step);
        return undefined;
      case 'timer':
        this.#fire(next.timer);
        return undefined;
      case 'later':
        return { kind: 'time_is_up' };
      case 'nothing':
        return this.#population.living.length > 0 ? this.#stuck() : { kind: 'quiet' };
    }
  }

  #takeStep(step: ParkedStep): void {
    const { process, point } = step;
    this.#stepsTaken += 1;
    this.#current = process;
    const entry = this.story.add(this.now(), nameOf(process), point);
    entry.outcome = carryOut(step, this.#faultAt(step), {
      fail: (fault) => step.reject(errorAt(point, fault, this.#options.errors)),
      die: (fault) => process && this.kill(process, fault),
    });
  }

  #fire(timer: Timer): void {
    this.#stepsTaken += 1;
    this.#current = timer.owner;
    timer.action();
  }

  #cutsOff({ owner, label }: Timer): boolean {
    return !owner?.spared && this.faults.happens('times_out', label);
  }

  #faultAt({ process, point: { kind, label } }: ParkedStep): FaultKind | undefined {
    const possible = FAULTS_AT[kind];
    if (process?.spared || possible.length === 0) return undefined;
    return this.faults.draw(possible, `${kind} ${label}`);
  }

  /** As in Lambda, a rejection that nobody handles ends the process it happens in. */
  #stray(error: unknown): void {
    if (this.#current) this.kill(this.#current, `unhandled rejection: ${error}`);
    else this.#broken ??= { error };
  }

  /** Also names processes that neither take a step nor wait for a time: they hang on something else. */
  #stuck(): RunEnd {
    const { parked, timers } = this.#agenda;
    const busy = new Set([...parked.map(({ process }) => process), ...timers.map((t) => t.owner)]);
    const hanging = this.#population.living.filter((process) => !busy.has(process));
    const waiting = [
      ...parked.map(({ process, point }) => `${nameOf(process)}: ${textOf(point)}`),
      ...timers.map(({ label, owner }) => `${nameOf(owner)}: ${label}`),
      ...hanging.map(({ name }) => `${name}: no step`),
    ];
    return { kind: 'stuck', waiting };
  }
}

const nameOf = (process: Process | undefined): string => process?.name ?? 'simulation';
