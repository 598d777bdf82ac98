import {
  ReceiveMessageCommand,
  type SendMessageBatchCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MESSAGE_READERS } from '#infra/admin/queues/read-message.ts';
import { RedriveCount, type RedriveOptions, redrive } from '#infra/admin/queues/redrive.ts';
import { aCallback, startQueues, type TestQueues } from './support/queues.ts';

let queues: TestQueues;
let notes: string[];
beforeAll(async () => {
  queues = await startQueues();
});
afterAll(() => queues.stop());
beforeEach(async () => {
  notes = [];
});

const run = (changes: Partial<RedriveOptions> = {}, count?: RedriveCount) =>
  redrive(
    {
      client: queues.client,
      from: queues.urlOf('callbacks-dead'),
      to: queues.urlOf('callbacks'),
      read: MESSAGE_READERS.callbacks,
      limit: 100,
      dryRun: false,
      evenUnreadable: false,
      note: (line) => notes.push(line),
      ...changes,
    },
    count,
  );

const letters = (count: number): string[] =>
  Array.from({ length: count }, () => JSON.stringify(aCallback()));

/** A client that dies when a call of that kind is sent: nothing of it or after it reaches SQS, as after a kill. */
const clientThatDiesAt = (operation: string): SQSClient => {
  const client = queues.newClient();
  let dead = false;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      dead ||= context.commandName === operation;
      if (dead) throw new Error('killed');
      return next(args);
    },
    { step: 'initialize' },
  );
  return client;
};

it('moves every message unchanged, more than one batch of them, and leaves nothing behind', async () => {
  const bodies = letters(23);
  await queues.send('callbacks-dead', ...bodies);
  const count = await run();
  expect(count.moved.size).toBe(23);
  expect((await queues.drain('callbacks')).toSorted()).toEqual(bodies.toSorted());
  expect(await queues.drain('callbacks-dead')).toEqual([]);
});

it('killed after SQS accepted a message and before it was removed, sends it twice and loses none', async () => {
  const bodies = letters(3);
  await queues.send('callbacks-dead', ...bodies);
  const client = clientThatDiesAt('DeleteMessageBatchCommand');
  await expect(run({ client, holdSeconds: 1 })).rejects.toThrow('killed');
  expect((await queues.drain('callbacks')).toSorted()).toEqual(bodies.toSorted());

  await untilSeen('callbacks-dead');
  await run();
  expect((await queues.drain('callbacks')).toSorted()).toEqual(bodies.toSorted());
  expect(await queues.drain('callbacks-dead')).toEqual([]);
});

it('killed before SQS accepted a message, sends nothing and loses none', async () => {
  const bodies = letters(3);
  await queues.send('callbacks-dead', ...bodies);
  const client = clientThatDiesAt('SendMessageBatchCommand');
  await expect(run({ client, holdSeconds: 1 })).rejects.toThrow('killed');
  expect(await queues.drain('callbacks')).toEqual([]);

  await untilSeen('callbacks-dead');
  await run();
  expect((await queues.drain('callbacks')).toSorted()).toEqual(bodies.toSorted());
});

it('tells after a failure how many were sent', async () => {
  await queues.send('callbacks-dead', ...letters(2));
  const count = new RedriveCount();
  await expect(
    run({ client: clientThatDiesAt('DeleteMessageBatchCommand'), holdSeconds: 1 }, count),
  ).rejects.toThrow();
  expect(count.moved.size).toBe(2);
  await untilSeen('callbacks-dead');
  await queues.drain('callbacks');
  await queues.drain('callbacks-dead');
});

it('leaves what the consumer could not read where it is, and says why without saying what it holds', async () => {
  const good = JSON.stringify(aCallback());
  const odd = JSON.stringify({ ...aCallback('geheim'), provider: 7 });
  await queues.send('callbacks-dead', 'no json: geheim', good, odd);
  const count = await run();
  expect([count.moved.size, count.unreadable.size]).toEqual([1, 2]);
  expect(await queues.drain('callbacks')).toEqual([good]);
  expect(notes.join('\n')).toMatch(/no JSON/);
  expect(notes.join('\n')).toMatch(/provider: invalid_type/);
  expect(notes.join('\n')).not.toContain('geheim');
  expect((await queues.drain('callbacks-dead')).toSorted()).toEqual(
    ['no json: geheim', odd].toSorted(),
  );
});

it('moves even what cannot be read when it is told to', async () => {
  await queues.send('callbacks-dead', 'no json');
  await run({ evenUnreadable: true });
  expect(await queues.drain('callbacks')).toEqual(['no json']);
  expect(await queues.drain('callbacks-dead')).toEqual([]);
});

it('moves no more than the limit', async () => {
  await queues.send('callbacks-dead', ...letters(15));
  const count = await run({ limit: 12 });
  expect(count.moved.size).toBe(12);
  expect(await queues.drain('callbacks')).toHaveLength(12);
  expect(await queues.drain('callbacks-dead')).toHaveLength(3);
});

it('in a dry run counts and moves nothing, and everything can be seen at once afterwards', async () => {
  await queues.send('callbacks-dead', ...letters(11), 'no json');
  const count = await run({ dryRun: true });
  expect([count.moved.size, count.unreadable.size]).toEqual([11, 1]);
  expect(await queues.drain('callbacks')).toEqual([]);
  expect(await queues.drain('callbacks-dead')).toHaveLength(12);
});

it('leaves what SQS does not take, and moves the rest', async () => {
  const [first = '', second = ''] = letters(2);
  await queues.send('callbacks-dead', first, second);
  const client = queues.newClient();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== 'SendMessageBatchCommand') return next(args);
      const input = args.input as SendMessageBatchCommandInput;
      const Entries = input.Entries?.filter(({ MessageBody }) => MessageBody !== first);
      const refused = input.Entries?.find(({ MessageBody }) => MessageBody === first);
      const answer = await next({ ...args, input: { ...input, Entries } as typeof args.input });
      Object.assign(answer.output, {
        Failed: refused ? [{ Id: refused.Id, Code: 'InternalError', SenderFault: false }] : [],
      });
      return answer;
    },
    { step: 'initialize' },
  );
  const count = await run({ client });
  expect([count.moved.size, count.refused.size]).toEqual([1, 1]);
  expect(notes.join()).toContain('InternalError');
  expect(await queues.drain('callbacks')).toEqual([second]);
  expect(await queues.drain('callbacks-dead')).toEqual([first]);
});

it("keeps a message's group and attributes", async () => {
  await queues.send('callbacks-dead', ...letters(1));
  const client = queues.newClient();
  const attributes = { source: { DataType: 'String', StringValue: 'test' } };
  const sent: unknown[] = [];
  // The emulator forgets the group of a message in a standard queue.
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === 'SendMessageBatchCommand')
        sent.push(...((args.input as SendMessageBatchCommandInput).Entries ?? []));
      const answer = await next(args);
      if (context.commandName === 'ReceiveMessageCommand') {
        const { Messages = [] } = answer.output as {
          Messages?: { Attributes?: object; MessageAttributes?: object }[];
        };
        for (const message of Messages) {
          message.Attributes = { ...message.Attributes, MessageGroupId: 'mer_1.live' };
          message.MessageAttributes = attributes;
        }
      }
      return answer;
    },
    { step: 'initialize' },
  );
  await run({ client });
  expect(sent).toEqual([
    expect.objectContaining({ MessageGroupId: 'mer_1.live', MessageAttributes: attributes }),
  ]);
  await queues.drain('callbacks');
});

/** Waits until the hold of a run that was killed has ended, and leaves the messages visible. */
const untilSeen = async (name: string): Promise<void> => {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const { Messages = [] } = await queues.client.send(
      new ReceiveMessageCommand({
        QueueUrl: queues.urlOf(name),
        MaxNumberOfMessages: 1,
        VisibilityTimeout: 0,
        WaitTimeSeconds: 1,
      }),
    );
    if (Messages.length > 0) return;
  }
  throw new Error(`nothing was seen in ${name}`);
};
