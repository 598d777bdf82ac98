import type { Process } from './process.ts';
import type { Simulation } from './simulation.ts';

export interface StreamOptions<Change> {
  /** Of the process that handles a batch. */
  readonly name: string;
  /** Every change there ever was, oldest first. It grows. */
  readonly changes: readonly Change[];
  readonly handle: (changes: readonly Change[], process: Process) => Promise<void>;
  readonly batchSize: number;
  /** What it leaves out never reaches the handler, as with an event source's filter. */
  readonly wants?: (change: Change) => boolean;
  /** A process is cut off then; absent: never. */
  readonly timeoutSeconds?: number;
  /** Further tries with one record alone, before it is given up. */
  readonly retryAttempts?: number;
}

const DEFAULT_RETRY_ATTEMPTS = 10;
const FIRST_BACK_OFF_MILLIS = 200;
const LONGEST_BACK_OFF_MILLIS = 10_000;
const LATE_MILLIS = 60_000;

/**
 * A table's stream with its consumer, as Lambda reads a shard: in order, one batch at a time, at least once. A batch
 * that fails is halved and tried again; a record that keeps failing alone is given up, so that the others go on.
 */
export class MemoryStream<Change> {
  readonly #simulation: Simulation;
  readonly #options: StreamOptions<Change>;
  readonly #pending: Change[] = [];
  readonly #missed: Change[] = [];
  #seen = 0;
  #busy = false;
  #limit: number;
  #tries = 0;

  constructor(simulation: Simulation, options: StreamOptions<Change>) {
    this.#simulation = simulation;
    this.#options = options;
    this.#limit = options.batchSize;
    simulation.watch(() => this.#look());
  }

  /** Records that are not done. */
  get depth(): number {
    return this.#pending.length + this.#options.changes.length - this.#seen;
  }

  /** What the handler never finished: records that were lost or given up. */
  get missed(): readonly Change[] {
    return this.#missed;
  }

  #look(): void {
    const { name, changes } = this.#options;
    for (const change of changes.slice(this.#seen)) this.#takeIn(change);
    this.#seen = changes.length;
    if (this.#busy || this.#pending.length === 0) return;
    this.#busy = true;
    if (this.#simulation.faults.happens('late_records', name))
      this.#deliverIn(LATE_MILLIS, 'is late');
    else this.#simulation.soon(`read stream for ${name}`, () => this.#deliver());
  }

  #takeIn(change: Change): void {
    const { name, wants } = this.#options;
    if (wants && !wants(change)) return;
    if (this.#simulation.faults.happens('lost_record', name)) this.#miss(change, 'lost');
    else this.#pending.push(change);
  }

  #deliver(): void {
    const { name, handle, timeoutSeconds } = this.#options;
    const most = Math.min(this.#limit, this.#pending.length);
    const size = most - this.#simulation.choices.pick(most, 'fewer records');
    const batch = this.#pending.slice(0, size);
    this.#simulation.spawn(name, (process) => handle(batch, process), {
      onEnd: ({ kind }) => (kind === 'returned' ? this.#goOn(size) : this.#retry(size)),
      deadlineMillis: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1_000,
    });
  }

  /** Behind the first so many records. */
  #goOn(size: number): void {
    this.#pending.splice(0, size);
    this.#limit = this.#options.batchSize;
    this.#tries = 0;
    this.#busy = false;
  }

  #retry(size: number): void {
    const { retryAttempts = DEFAULT_RETRY_ATTEMPTS } = this.#options;
    const [first] = this.#pending;
    if (size === 1 && first !== undefined && this.#tries === retryAttempts) {
      this.#miss(first, 'given up');
      this.#goOn(1);
      return;
    }
    if (size > 1) this.#limit = Math.ceil(size / 2);
    else this.#tries += 1;
    const backOff = FIRST_BACK_OFF_MILLIS * 2 ** this.#tries;
    this.#deliverIn(Math.min(backOff, LONGEST_BACK_OFF_MILLIS), 'tries again');
  }

  #deliverIn(millis: number, label: string): void {
    const { name } = this.#options;
    this.#simulation.note(`stream for ${name}`, label);
    this.#simulation.at(this.#simulation.now() + millis, `stream for ${name}: ${label}`, () =>
      this.#deliver(),
    );
  }

  #miss(change: Change, how: string): void {
    this.#missed.push(change);
    this.#simulation.note(`stream for ${this.#options.name}`, `a record is ${how}`);
  }
}
