import { AppError } from '#shared/domain/errors/app-error.ts';
import { type Command, type CommandOptions, type CommandResult, wrongOption } from './command.ts';
import type { QueueAccess } from './connection.ts';
import { countMessages } from './queues/count-messages.ts';
import { lookAtDeadLetters } from './queues/look-at-dead-letters.ts';
import { OPERATED_QUEUES, type OperatedQueue } from './queues/operated-queues.ts';
import { MESSAGE_READERS, readDiscardedRecords } from './queues/read-message.ts';
import { RedriveCount, redrive } from './queues/redrive.ts';

const DEFAULT_LOOK = 10;
const MAX_LOOK = 100;
const DEFAULT_MOVE = 1_000;
const MAX_MOVE = 100_000;

const queueOf = ({ queue }: CommandOptions): OperatedQueue => {
  const found = OPERATED_QUEUES.find(({ name }) => name === queue);
  if (!found) {
    const names = OPERATED_QUEUES.map(({ name }) => name).join(', ');
    throw wrongOption('queue', `must be one of: ${names}`);
  }
  return found;
};

const limitOf = ({ limit }: CommandOptions, preset: number, max: number): number => {
  if (limit === undefined) return preset;
  const number = Number(limit);
  if (!(Number.isInteger(number) && number >= 1 && number <= max))
    throw wrongOption('limit', `must be a whole number from 1 to ${max}`);
  return number;
};

const list = async ({ client, urlOf }: QueueAccess): Promise<CommandResult> => {
  const counts = (name: string) => countMessages(client, urlOf(name));
  const rows: Record<string, string>[] = [];
  for (const queue of OPERATED_QUEUES) {
    if (queue.kind === 'dead') continue;
    const { waiting, inFlight, delayed } = await counts(queue.name);
    const shown = { queue: queue.name, waiting: `${waiting}`, in_flight: `${inFlight}` };
    if (queue.kind === 'gave_up') {
      rows.push(shown);
      continue;
    }
    const dead = await counts(`${queue.name}-dead`);
    rows.push({
      ...shown,
      delayed: `${delayed}`,
      dead_letters: `${dead.waiting + dead.inFlight}`,
    });
  }
  return rows;
};

const show: Command['run'] = async ({ queues }, options, note) => {
  const queue = queueOf(options);
  const limit = limitOf(options, DEFAULT_LOOK, MAX_LOOK);
  if (queue.kind === 'work') {
    throw wrongOption(
      'queue',
      `${queue.name} has a consumer, and a look would count as one of its tries; look into ${queue.name}-dead`,
    );
  }
  const { client, urlOf } = queues();
  const letters = await lookAtDeadLetters(client, urlOf(queue.name), limit);
  if (letters.length > 0) note(`${queue.name}: ${queue.impact}`);
  const read = queue.kind === 'dead' ? MESSAGE_READERS[queue.returnsTo] : readDiscardedRecords;
  return letters.map(({ id, body, sentAt, receiveCount }) => {
    const message = read(body);
    return {
      message: id,
      first_sent_at: sentAt.toISOString(),
      receive_count: `${receiveCount}`,
      ...(message.kind === 'readable' ? message.summary : { unreadable: message.reason }),
    };
  });
};

const sendBack: Command['run'] = async ({ queues }, options, note) => {
  const queue = queueOf(options);
  if (queue.kind === 'gave_up') {
    throw wrongOption(
      'queue',
      `${queue.name} holds positions in a stream and no messages: the sweeper passes their items on, and nothing can be sent back`,
    );
  }
  if (queue.kind === 'dead') {
    throw wrongOption('queue', `must be the queue that the messages return to: ${queue.returnsTo}`);
  }
  const limit = limitOf(options, DEFAULT_MOVE, MAX_MOVE);
  const { client, urlOf } = queues();
  const dead = `${queue.name}-dead`;
  const from = urlOf(dead);
  const dryRun = options.dryRun ?? false;
  const count = new RedriveCount();
  try {
    await redrive(
      {
        client,
        from,
        to: urlOf(queue.name),
        read: MESSAGE_READERS[queue.name],
        limit,
        dryRun,
        evenUnreadable: options.evenUnreadable ?? false,
        note,
      },
      count,
    );
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `Stopped after ${count.moved.size} messages were sent back: ${cause instanceof Error ? cause.message : cause}. Nothing is lost: say it again.`,
      { cause },
    );
  }
  const left = await countMessages(client, from);
  return {
    from: dead,
    to: queue.name,
    [dryRun ? 'would_move' : 'moved']: `${count.moved.size}`,
    unreadable: `${count.unreadable.size}`,
    refused: `${count.refused.size}`,
    left_in_dead_letters: `${left.waiting + left.inFlight}`,
  };
};

/** What waits, what was given up, and the way back; see "Send dead letters back" in docs/runbook.md. */
export const QUEUE_COMMANDS: Readonly<Record<string, Command>> = {
  'queues list': {
    usage: '                                       counts what waits and what was given up',
    run: ({ queues }) => list(queues()),
  },
  'queues show': {
    usage:
      '--queue <name>-dead [--limit 10]       tells what lies in a dead-letter queue, without its secrets',
    run: show,
  },
  'queues redrive': {
    usage:
      '--queue <name> [--limit 1000] [--dry-run] [--even-unreadable]   sends dead letters back to their queue',
    run: sendBack,
  },
};
