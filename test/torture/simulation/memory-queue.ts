import type { z } from 'zod';
import type { Queue } from '#shared/application/ports/queue.ts';
import { type Consumer, QueuePoller } from './poll-queue.ts';
import type { Process } from './process.ts';
import type { Simulation } from './simulation.ts';

export interface Received<Message> {
  readonly id: string;
  readonly message: Message;
  /** 1 at first. */
  readonly receiveCount: number;
}

/** Messages that were taken from the queue and are on loan until they are deleted or the loan ends. */
export interface Loan<Message> {
  readonly messages: readonly Received<Message>[];
  /** Deletes what is still on loan; the others come back. */
  delete(ids: ReadonlySet<string>): void;
}

interface Stored {
  readonly id: string;
  readonly body: string;
  receiveCount: number;
}

/**
 * A standard queue of SQS in virtual time: delivers at least once and in any order; what was not deleted comes back
 * after the visibility timeout; what came back too often is dead.
 */
export class MemoryQueue<Message> {
  readonly name: string;
  readonly #simulation: Simulation;
  readonly #schema: z.ZodType<Message> | undefined;
  readonly #visible: Stored[] = [];
  readonly #dead: Stored[] = [];
  #sent = 0;
  #delayed = 0;
  #inFlight = 0;
  #poller: QueuePoller<Message> | undefined;

  /** With a schema, messages are parsed before they are stored and after they were, as the real queue's are. */
  constructor(simulation: Simulation, name: string, schema?: z.ZodType<Message>) {
    this.name = name;
    this.#simulation = simulation;
    this.#schema = schema;
  }

  /** Messages that are not done: on their way in, waiting, or being worked on. Dead ones do not count. */
  get depth(): number {
    return this.#delayed + this.#visible.length + this.#inFlight;
  }

  /** Messages that can be received now. */
  get visible(): number {
    return this.#visible.length;
  }

  get dead(): readonly Received<Message>[] {
    return this.#dead.map((stored) => this.#received(stored));
  }

  /** The queue as this process sends to it: every message is a step of its own, so that a death can part them. */
  senderFor(process: Process): Queue<Message> {
    return {
      send: async (messages) => {
        const entries = messages.map(({ message, delaySeconds = 0 }) => ({
          body: JSON.stringify(this.#schema?.parse(message) ?? message, plain),
          delaySeconds,
        }));
        for (const { body, delaySeconds } of entries) {
          const detail = delaySeconds > 0 ? `in ${delaySeconds} s` : '';
          await process.step({ kind: 'send', label: this.name, detail }, () =>
            this.#add(body, delaySeconds),
          );
        }
      },
    };
  }

  consume(consumer: Consumer<Message>): void {
    this.#poller = new QueuePoller(this.#simulation, this, consumer);
    this.#poller.wake();
  }

  /** No further batches; those being worked on go on. */
  pauseConsumer(): void {
    this.#poller?.pause();
  }

  resumeConsumer(): void {
    this.#poller?.resume();
  }

  /** Dead letters go back to the queue, as if they had just been sent. */
  redrive(): void {
    for (const stored of this.#dead.splice(0)) this.#show({ ...stored, receiveCount: 0 });
  }

  /** The oldest messages, as many as there may be; by choice others, or fewer. A duplicate is taken and stays, too. */
  receive(limit: {
    messages: number;
    visibilitySeconds: number;
    maxReceiveCount: number;
  }): Loan<Message> {
    const { choices } = this.#simulation;
    const most = Math.min(limit.messages, this.#visible.length);
    const size = most - choices.pick(most, 'fewer messages');
    const taken: Stored[] = [];
    while (taken.length < size) {
      const index = choices.pick(this.#visible.length, 'which message');
      taken.push(...this.#visible.splice(index, 1));
    }
    this.#visible.push(...taken.filter(() => this.#doubles()).map((stored) => ({ ...stored })));
    for (const stored of taken) stored.receiveCount += 1;
    return this.#lend(taken, limit);
  }

  #doubles(): boolean {
    const happens = this.#simulation.faults.happens('duplicate', this.name);
    if (happens) this.#simulation.note(this.name, 'a message is delivered twice');
    return happens;
  }

  #lend(
    taken: readonly Stored[],
    { visibilitySeconds, maxReceiveCount }: { visibilitySeconds: number; maxReceiveCount: number },
  ): Loan<Message> {
    const onLoan = new Set(taken);
    this.#inFlight += onLoan.size;
    const end = this.#after(visibilitySeconds, 'visibility timeout', () => {
      this.#inFlight -= onLoan.size;
      for (const stored of onLoan) this.#comeBack(stored, maxReceiveCount);
      onLoan.clear();
    });
    return {
      messages: taken.map((stored) => this.#received(stored)),
      delete: (ids) => {
        for (const stored of onLoan) {
          if (ids.has(stored.id) && onLoan.delete(stored)) this.#inFlight -= 1;
        }
        if (onLoan.size === 0) end.cancel();
      },
    };
  }

  #comeBack(stored: Stored, maxReceiveCount: number): void {
    if (stored.receiveCount < maxReceiveCount) {
      this.#show(stored);
      return;
    }
    this.#dead.push(stored);
    this.#simulation.note(this.name, `${stored.id} is dead`);
  }

  #add(body: string, delaySeconds: number): void {
    this.#sent += 1;
    const stored: Stored = { id: `${this.name}-${this.#sent}`, body, receiveCount: 0 };
    if (delaySeconds === 0) {
      this.#show(stored);
      return;
    }
    this.#delayed += 1;
    this.#after(delaySeconds, 'delay', () => {
      this.#delayed -= 1;
      this.#show(stored);
    });
  }

  #show(stored: Stored): void {
    this.#visible.push(stored);
    this.#poller?.wake();
  }

  #received({ id, body, receiveCount }: Stored): Received<Message> {
    const message: unknown = JSON.parse(body);
    return { id, receiveCount, message: this.#schema?.parse(message) ?? (message as Message) };
  }

  #after(seconds: number, label: string, action: () => void): { cancel: () => void } {
    const atMillis = this.#simulation.now() + seconds * 1_000;
    return this.#simulation.at(atMillis, `${this.name}: ${label}`, action);
  }
}

/** Money counts in bigint, which JSON lacks; the real queue writes it as a number, too. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : value;
