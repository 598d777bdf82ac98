import type { Process } from './process.ts';

export interface Timer {
  readonly dueAtMillis: number;
  readonly label: string;
  readonly action: () => void;
  /** Goes away with it. */
  readonly owner?: Process;
  /** The owner is cut off when it is due. */
  readonly isDeadline?: boolean;
}

/** Timers by the time they are due; of those due at one time, the oldest first. There are few of them at once. */
export class Timers {
  /** The next one is the last. */
  readonly #list: Timer[] = [];

  add(timer: Timer): Timer {
    let index = this.#list.length;
    while (index > 0 && (this.#list[index - 1]?.dueAtMillis ?? 0) <= timer.dueAtMillis) index -= 1;
    this.#list.splice(index, 0, timer);
    return timer;
  }

  /** The next one that is due by then. */
  next(untilMillis: number): Timer | undefined {
    const timer = this.#list.at(-1);
    return timer && timer.dueAtMillis <= untilMillis ? timer : undefined;
  }

  /** Nothing happens when it is gone already. */
  remove(timer: Timer): void {
    const index = this.#list.lastIndexOf(timer);
    if (index >= 0) this.#list.splice(index, 1);
  }

  removeOf(owner: Process): void {
    for (let index = this.#list.length - 1; index >= 0; index -= 1) {
      if (this.#list[index]?.owner === owner) this.#list.splice(index, 1);
    }
  }

  /** The next one first. */
  get all(): readonly Timer[] {
    return this.#list.toReversed();
  }
}
