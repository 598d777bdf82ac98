import type { Loan, MemoryQueue, Received } from './memory-queue.ts';
import type { Process, ProcessEnd } from './process.ts';
import type { Simulation } from './simulation.ts';

export interface Consumer<Message> {
  /** Of the process that handles a batch. */
  readonly name: string;
  /** Answers the ids of the messages that failed; when it throws, all of them did. */
  readonly handle: (
    messages: readonly Received<Message>[],
    process: Process,
  ) => Promise<readonly string[]>;
  readonly batchSize: number;
  /** A process is cut off then; absent: never. */
  readonly timeoutSeconds?: number;
  /** How long a message that was not deleted stays away; longer than the timeout, or it is worked on twice at once. */
  readonly visibilitySeconds: number;
  /** Deliveries before a message is dead. */
  readonly maxReceiveCount: number;
  readonly batchesAtOnce?: number;
}

const DEFAULT_BATCHES_AT_ONCE = 5;

/** Feeds a consumer from a queue as Lambda does, with a process for every batch. */
export class QueuePoller<Message> {
  readonly #simulation: Simulation;
  readonly #queue: MemoryQueue<Message>;
  readonly #consumer: Consumer<Message>;
  #batches = 0;
  #polling = false;
  #paused = false;

  constructor(simulation: Simulation, queue: MemoryQueue<Message>, consumer: Consumer<Message>) {
    this.#simulation = simulation;
    this.#queue = queue;
    this.#consumer = consumer;
  }

  /** Polls when there is something to find; when exactly is the scheduler's choice, so that batches can gather. */
  wake(): void {
    if (this.#polling || !this.#canDeliver()) return;
    this.#polling = true;
    this.#simulation.soon(`poll ${this.#queue.name}`, () => {
      this.#polling = false;
      if (this.#canDeliver()) this.#deliver();
      this.wake();
    });
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.wake();
  }

  #canDeliver(): boolean {
    const { batchesAtOnce = DEFAULT_BATCHES_AT_ONCE } = this.#consumer;
    return !this.#paused && this.#queue.visible > 0 && this.#batches < batchesAtOnce;
  }

  #deliver(): void {
    const { name, handle, batchSize, timeoutSeconds, visibilitySeconds, maxReceiveCount } =
      this.#consumer;
    const loan = this.#queue.receive({ messages: batchSize, visibilitySeconds, maxReceiveCount });
    let failed: ReadonlySet<string> = new Set();
    const body = async (process: Process): Promise<void> => {
      failed = new Set(await handle(loan.messages, process));
    };
    const onEnd = ({ kind }: ProcessEnd): void => {
      this.#batches -= 1;
      if (kind === 'returned') loan.delete(succeeded(loan, failed));
      this.wake();
    };
    this.#batches += 1;
    this.#simulation.spawn(name, body, {
      onEnd,
      deadlineMillis: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1_000,
    });
  }
}

/** An id that is not in the batch fails all of it (AWS: "Implementing partial batch responses"). */
const succeeded = (
  { messages }: Loan<unknown>,
  failed: ReadonlySet<string>,
): ReadonlySet<string> => {
  const ids = new Set(messages.map(({ id }) => id));
  return failed.isSubsetOf(ids) ? ids.difference(failed) : new Set();
};
