import type { Agenda } from './agenda.ts';
import type { Choices } from './choices.ts';
import { Process, type ProcessEnd } from './process.ts';
import { ownStep } from './step.ts';
import type { Story } from './story.ts';

export type Body = (process: Process) => Promise<void>;

export interface SpawnOptions {
  /** Without it, a process that fails although none of its steps was made to fails the run: no bug passes unheard. */
  readonly onEnd?: (end: ProcessEnd) => void;
  /** It is cut off so long after it was spawned. */
  readonly deadlineMillis?: number;
  /** No fault meets it. */
  readonly spared?: boolean;
}

const SKEWS = [0, 1, -1, 0.5, -0.5] as const;
const SEEDS = 0x1_0000;
/** Spreads what lies close together (Knuth, multiplicative hashing). */
const SPREAD = 0x9e37_79b1;

/** Who lives in the simulation, from birth to end. Every process has its own clock and its own luck. */
export class Population {
  readonly #choices: Choices;
  readonly #agenda: Agenda;
  readonly #story: Story;
  readonly #maxSkewMillis: number;
  readonly #onUnheard: (error: unknown) => void;
  readonly #seed: number;
  readonly #born = new Map<string, number>();
  readonly #living = new Map<Process, SpawnOptions>();

  constructor(world: {
    choices: Choices;
    agenda: Agenda;
    story: Story;
    maxSkewMillis: number;
    onUnheard: (error: unknown) => void;
  }) {
    this.#choices = world.choices;
    this.#agenda = world.agenda;
    this.#story = world.story;
    this.#maxSkewMillis = world.maxSkewMillis;
    this.#onUnheard = world.onUnheard;
    this.#seed = world.choices.pick(SEEDS, 'seed of ids and random numbers');
  }

  get living(): readonly Process[] {
    return [...this.#living.keys()];
  }

  /** The third of a name is `name#3`. */
  spawn(name: string, body: Body, options: SpawnOptions): Process {
    const number = (this.#born.get(name) ?? 0) + 1;
    this.#born.set(name, number);
    const process = new Process(this.#agenda, {
      name: `${name}#${number}`,
      skewMillis: this.#skew(name),
      seed: this.#seedOf(name, number),
      spared: options.spared ?? false,
    });
    this.#living.set(process, options);
    this.#agenda.park(ownStep('begins', () => this.#begin(process, body), process));
    const { deadlineMillis } = options;
    if (deadlineMillis !== undefined) this.#setDeadline(process, name, deadlineMillis);
    return process;
  }

  kill(process: Process, detail: string): void {
    this.#end(process, { kind: 'died', detail });
  }

  #setDeadline(process: Process, name: string, millis: number): void {
    this.#agenda.setTimer({
      dueAtMillis: this.#agenda.now() + millis,
      label: `deadline of ${name}`,
      owner: process,
      isDeadline: true,
      action: () => this.kill(process, 'times_out'),
    });
  }

  #begin(process: Process, body: Body): void {
    body(process).then(
      () => this.#end(process, { kind: 'returned' }),
      (error: unknown) => this.#end(process, { kind: 'failed', error }),
    );
  }

  #end(process: Process, end: ProcessEnd): void {
    const options = this.#living.get(process);
    if (!options) return;
    this.#living.delete(process);
    process.stop();
    this.#agenda.drop(process);
    this.#story.add(this.#agenda.now(), process.name, textOf(end));
    if (options.onEnd) options.onEnd(end);
    else if (end.kind === 'failed' && !process.struck) this.#onUnheard(end.error);
  }

  #skew(name: string): number {
    if (this.#maxSkewMillis === 0) return 0;
    const skew = SKEWS[this.#choices.pick(SKEWS.length, `clock of ${name}`)] ?? 0;
    return skew * this.#maxSkewMillis;
  }

  /** From its name and not from the order of births, so that a smaller story has the same ids in it. */
  #seedOf(name: string, number: number): number {
    let mixed = this.#seed;
    for (const letter of name) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), SPREAD);
    return Math.imul(mixed ^ number, SPREAD) >>> 0;
  }
}

const textOf = (end: ProcessEnd): string => {
  switch (end.kind) {
    case 'returned':
      return 'returned';
    case 'failed':
      return `failed: ${String(end.error).replaceAll(/\s+/g, ' ')}`;
    case 'died':
      return `died: ${end.detail.replaceAll('_', ' ')}`;
  }
};
