import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceCall } from '../emulators/service-call.ts';
import type { Invoker } from '../functions/invoker.ts';
import { reportProblem } from '../report-problem.ts';
import type { QueueMapping } from '../template/local-model.ts';
import { eventFilter } from './event-filter.ts';
import type { EventSource } from './event-source.ts';
import { failedItems } from './failed-items.ts';
import { type QueueMessage, queueEvent, receivedSchema } from './queue-event.ts';

export interface PolledQueue {
  readonly mapping: QueueMapping;
  readonly queueUrl: string;
  readonly sqs: ServiceCall;
  readonly invoker: Invoker;
  readonly region: string;
}

/** A queue's consumer at work. */
export interface QueuePoller extends EventSource {
  /** As {@link EventSource.stop}, for an emulator that goes on: a poll that has begun ends by itself, and what it brings is worked on. */
  finish(): Promise<void>;
}

/** Lambda starts with five batches at once; while they run, the next messages gather into fuller batches. */
const BATCHES_AT_ONCE = 5;
/**
 * Lambda waits 20 seconds. The emulator takes no notice of a poll that was given up and hands it messages, which then
 * stay hidden for minutes; so a consumer that is to pause waits for its poll to end, and somebody waits for that.
 */
const LONG_POLL_SECONDS = 2;
const PAUSE_AFTER_ERROR_MILLIS = 1_000;

/**
 * Feeds a function from a queue as Lambda does. Messages are deleted when the function has succeeded with them;
 * others come back after the visibility timeout, and SQS itself moves them to the dead-letter queue in the end.
 */
export const pollQueue = (polled: PolledQueue): QueuePoller => {
  const { mapping, invoker } = polled;
  const limit = Math.min(BATCHES_AT_ONCE, mapping.maxConcurrency ?? BATCHES_AT_ONCE);
  const matches = eventFilter(mapping.filters);
  const passes = (message: QueueMessage): boolean =>
    mapping.filters.length === 0 || matches({ ...message, body: bodyOf(message) });
  const stopping = new AbortController();
  let finishing = false;
  const running = new Set<Promise<void>>();

  const work = async (messages: readonly QueueMessage[]): Promise<void> => {
    const wanted = messages.filter(passes);
    const failed = wanted.length > 0 ? await invoke(wanted) : new Set<string>();
    const done = messages.filter(({ MessageId }) => failed !== 'all' && !failed.has(MessageId));
    // What the filter leaves out is deleted too, even when the rest of the batch failed.
    const unwanted = messages.filter(
      (message) => !wanted.includes(message) && !done.includes(message),
    );
    await deleteMessages(polled, [...done, ...unwanted]);
  };

  const invoke = async (messages: readonly QueueMessage[]) => {
    const event = queueEvent(messages, mapping, polled.region);
    try {
      const answer = await invoker.invoke(mapping.functionName, event);
      if (!mapping.reportsItemFailures) return new Set<string>();
      return failedItems(answer, new Set(messages.map(({ MessageId }) => MessageId)));
    } catch {
      // The invoker has logged it.
      return 'all' as const;
    }
  };

  const loop = async (): Promise<void> => {
    while (!finishing) {
      try {
        while (running.size >= limit) await Promise.race(running);
        const messages = await receive(polled, stopping.signal);
        if (messages.length === 0) continue;
        const batch = work(messages).catch((error: unknown) => {
          // Not deleted: it comes back.
          reportProblem(`queue ${mapping.queueName}`, error);
        });
        running.add(batch);
        void batch.then(() => running.delete(batch));
      } catch (error) {
        if (stopping.signal.aborted) return;
        reportProblem(`queue ${mapping.queueName}`, error);
        await pause(PAUSE_AFTER_ERROR_MILLIS);
      }
    }
  };

  const looping = loop();
  const finish = async (): Promise<void> => {
    finishing = true;
    await looping;
    await Promise.all(running);
  };
  return {
    finish,
    stop: () => {
      stopping.abort();
      return finish();
    },
  };
};

/** A batch: what is there, or what has gathered when the batching window closes. */
const receive = async (
  { mapping, queueUrl, sqs }: PolledQueue,
  signal: AbortSignal,
): Promise<QueueMessage[]> => {
  const messages: QueueMessage[] = [];
  let closesAtMillis = Number.POSITIVE_INFINITY;
  for (;;) {
    const leftSeconds = Math.ceil((closesAtMillis - Date.now()) / 1_000);
    const answer = await sqs(
      'ReceiveMessage',
      {
        QueueUrl: queueUrl,
        MaxNumberOfMessages: mapping.batchSize - messages.length,
        WaitTimeSeconds: Math.min(LONG_POLL_SECONDS, leftSeconds),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      { signal },
    );
    messages.push(...receivedSchema.parse(answer).Messages);
    if (messages.length === 0 || messages.length >= mapping.batchSize) return messages;
    closesAtMillis = Math.min(closesAtMillis, Date.now() + mapping.batchWindowSeconds * 1_000);
    if (Date.now() >= closesAtMillis) return messages;
  }
};

const deleteMessages = async (
  { queueUrl, sqs }: PolledQueue,
  messages: readonly QueueMessage[],
): Promise<void> => {
  if (messages.length === 0) return;
  await sqs('DeleteMessageBatch', {
    QueueUrl: queueUrl,
    Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
  });
};

/** Filters see a JSON body as an object. */
const bodyOf = ({ Body }: QueueMessage): unknown => {
  try {
    return JSON.parse(Body);
  } catch {
    return Body;
  }
};
