import {
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type DeadLetter, giveBack, MAX_BATCH, takeDeadLetters } from './dead-letters.ts';
import type { MessageReader } from './read-message.ts';

export interface RedriveOptions {
  readonly client: SQSClient;
  /** URLs of the dead-letter queue and of the queue that its messages came from. */
  readonly from: string;
  readonly to: string;
  readonly read: MessageReader;
  /** Most messages that are moved. */
  readonly limit: number;
  /** Look and judge, move nothing. */
  readonly dryRun: boolean;
  /** Move messages, too, that the queue's consumer cannot read: after a deployment that can. */
  readonly evenUnreadable: boolean;
  /** How long a message stays ours: after a kill between sending and removing it is seen again, and sent twice. */
  readonly holdSeconds?: number;
  readonly note: (line: string) => void;
}

/** How far it came; counts up while it works, so that it tells also after a failure. */
export class RedriveCount {
  /** Accepted by the queue (in a dry run: would be sent). */
  readonly moved = new Set<string>();
  readonly unreadable = new Set<string>();
  /** SQS did not take them. */
  readonly refused = new Set<string>();

  has(id: string): boolean {
    return this.moved.has(id) || this.unreadable.has(id) || this.refused.has(id);
  }

  get left(): number {
    return this.unreadable.size + this.refused.size;
  }
}

/** Long enough for a batch on a slow line; the messages that are left behind are given back sooner. */
const HOLD_SECONDS = 120;
/** Answers with nothing but messages that were judged before, whose hold has ended meanwhile. */
const MAX_STALE_ANSWERS = 20;
/** Messages that cannot be moved are held meanwhile: so many of them are a finding of their own, and the run ends. */
const MAX_LEFT = 1_000;
/** Bytes of one call to SQS; its limit is 1 MiB. */
const MAX_BATCH_BYTES = 900_000;

/**
 * Moves dead letters back to their queue. A message is removed only after the queue has accepted its copy: whenever it
 * is interrupted, a message is in one of the queues or in both, and in both means that it is applied twice, which
 * changes nothing. Group and attributes stay; tries count from zero.
 */
export const redrive = async (
  options: RedriveOptions,
  count: RedriveCount = new RedriveCount(),
): Promise<RedriveCount> => {
  const { client, from, limit, dryRun, holdSeconds = HOLD_SECONDS } = options;
  const held = new Map<string, DeadLetter>();
  let stale = 0;
  try {
    while (count.moved.size < limit && count.left < MAX_LEFT && stale < MAX_STALE_ANSWERS) {
      const letters = await takeDeadLetters(client, from, {
        count: limit - count.moved.size,
        holdSeconds,
      });
      if (letters.length === 0) break;
      for (const letter of letters) held.set(letter.id, letter);
      if (!dryRun) await removeWhatWasSent(options, letters, count, held);
      const fresh = letters.filter(({ id }) => !count.has(id));
      if (fresh.length === 0) stale += 1;
      const wanted = fresh.filter((letter) => isWanted(options, letter, count));
      for (const batch of batchesOf(wanted)) await move(options, batch, count, held);
    }
  } finally {
    await giveBack(client, from, [...held.values()]);
  }
  return count;
};

const isWanted = (
  { read, evenUnreadable, note }: RedriveOptions,
  { id, body }: DeadLetter,
  count: RedriveCount,
): boolean => {
  const message = read(body);
  if (message.kind === 'readable' || evenUnreadable) return true;
  count.unreadable.add(id);
  note(`left: ${id} cannot be read by the queue's consumer (${message.reason})`);
  return false;
};

const move = async (
  options: RedriveOptions,
  batch: readonly DeadLetter[],
  count: RedriveCount,
  held: Map<string, DeadLetter>,
): Promise<void> => {
  const { client, to, dryRun, note } = options;
  if (dryRun) {
    for (const { id } of batch) count.moved.add(id);
    return;
  }
  const { Successful = [], Failed = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: to,
      Entries: batch.map(({ body, group, attributes }, index) => ({
        Id: String(index),
        MessageBody: body,
        MessageGroupId: group,
        MessageAttributes: attributes,
      })),
    }),
  );
  const sent = Successful.flatMap(({ Id }) => batch[Number(Id)] ?? []);
  for (const { id } of sent) count.moved.add(id);
  for (const { Id, Code } of Failed) {
    const letter = batch[Number(Id)];
    if (!letter) continue;
    count.refused.add(letter.id);
    note(`left: ${letter.id} was not taken by SQS (${Code})`);
  }
  await remove(options, sent, held);
};

/** A message whose removal was lost comes again: its copy is on its way already. */
const removeWhatWasSent = async (
  options: RedriveOptions,
  letters: readonly DeadLetter[],
  { moved }: RedriveCount,
  held: Map<string, DeadLetter>,
): Promise<void> =>
  remove(
    options,
    letters.filter(({ id }) => moved.has(id)),
    held,
  );

const remove = async (
  { client, from, note }: RedriveOptions,
  letters: readonly DeadLetter[],
  held: Map<string, DeadLetter>,
): Promise<void> => {
  if (letters.length === 0) return;
  const { Failed = [] } = await client.send(
    new DeleteMessageBatchCommand({
      QueueUrl: from,
      Entries: letters.map(({ receiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
      })),
    }),
  );
  const failed = new Set(Failed.map(({ Id }) => Id));
  letters.forEach(({ id }, index) => {
    if (failed.has(String(index)))
      note(`sent, but still here: ${id}; to send it twice changes nothing`);
    else held.delete(id);
  });
};

function* batchesOf(letters: readonly DeadLetter[]): Generator<DeadLetter[]> {
  let batch: DeadLetter[] = [];
  let bytes = 0;
  for (const letter of letters) {
    const size = Buffer.byteLength(letter.body);
    if (batch.length === MAX_BATCH || (batch.length > 0 && bytes + size > MAX_BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(letter);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
