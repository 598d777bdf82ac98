import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  type SendMessageBatchCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createQueue } from '#shared/adapters/sqs/queue.ts';

const CLIENT_OPTIONS = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
const schema = z.object({ number: z.int(), text: z.string().optional() });

let server: FauxqsServer;
let client: SQSClient;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false });
  client = new SQSClient({ ...CLIENT_OPTIONS, endpoint: `http://127.0.0.1:${server.port}` });
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const newQueue = async (name: string): Promise<string> => {
  await client.send(new CreateQueueCommand({ QueueName: name }));
  // The emulator names a host that does not resolve; the path is what counts.
  return `http://127.0.0.1:${server.port}/000000000000/${name}`;
};

/** Everything that can be received now. */
const drain = async (queueUrl: string) => {
  const messages = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
      }),
    );
    if (Messages.length === 0) return messages;
    messages.push(...Messages);
  }
};

describe('a queue', () => {
  it('carries every message of a long list', async () => {
    const queueUrl = await newQueue('many');
    const queue = createQueue({ client, queueUrl, schema });
    await queue.send(
      Array.from({ length: 25 }, (_, number) => ({ message: { number }, group: 'g' })),
    );
    const received = await drain(queueUrl);
    const numbers = received.map(({ Body }) => schema.parse(JSON.parse(Body ?? '')).number);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, n) => n));
  });

  it('holds a delayed message back', async () => {
    const queueUrl = await newQueue('delayed');
    const queue = createQueue({ client, queueUrl, schema });
    await queue.send([
      { message: { number: 1 }, group: 'g', delaySeconds: 900 },
      { message: { number: 2 }, group: 'g', delaySeconds: 0 },
    ]);
    const received = await drain(queueUrl);
    expect(received.map(({ Body }) => JSON.parse(Body ?? ''))).toEqual([{ number: 2 }]);
  });

  it('splits what is too large for one call', async () => {
    const queueUrl = await newQueue('large');
    const queue = createQueue({ client, queueUrl, schema });
    const text = 'a'.repeat(200_000);
    await queue.send(
      Array.from({ length: 6 }, (_, number) => ({ message: { number, text }, group: 'g' })),
    );
    expect(await drain(queueUrl)).toHaveLength(6);
  });

  it('refuses a message that its reader would refuse', async () => {
    const queueUrl = await newQueue('wrong');
    const queue = createQueue({ client, queueUrl, schema });
    await expect(queue.send([{ message: { number: 1.5 }, group: 'g' }])).rejects.toThrow();
    expect(await drain(queueUrl)).toHaveLength(0);
  });

  it('throws when the queue does not exist', async () => {
    const queueUrl = `http://127.0.0.1:${server.port}/000000000000/none`;
    const queue = createQueue({ client, queueUrl, schema });
    await expect(queue.send([{ message: { number: 1 }, group: 'g' }])).rejects.toThrow();
  });
});

/** A client on which SQS takes every message but those that `refuse` names. */
const clientThat = (
  refuse: (number: number, call: number) => { Code: string; SenderFault: boolean } | undefined,
) => {
  const calls: number[][] = [];
  const groups = new Set<string | undefined>();
  const stub = new SQSClient({ ...CLIENT_OPTIONS, endpoint: 'http://127.0.0.1:1' });
  stub.middlewareStack.add(
    () => async (args) => {
      const { Entries = [] } = args.input as SendMessageBatchCommandInput;
      const numbers = Entries.map(({ MessageBody }) => JSON.parse(MessageBody ?? '').number);
      calls.push(numbers);
      for (const { MessageGroupId } of Entries) groups.add(MessageGroupId);
      const Failed = Entries.flatMap(({ Id }, index) => {
        const failure = refuse(numbers[index], calls.length);
        return failure ? [{ Id, ...failure }] : [];
      });
      return { output: { Failed, $metadata: {} }, response: {} } as never;
    },
    { step: 'initialize', priority: 'low' },
  );
  return { stub, calls, groups };
};

it("a message's group reaches SQS, which shares a busy queue by it", async () => {
  const { stub, groups } = clientThat(() => undefined);
  await createQueue({ client: stub, queueUrl: 'http://127.0.0.1:1/0/q', schema }).send(
    ['a', 'b'].map((group, number) => ({ message: { number }, group })),
  );
  expect([...groups]).toEqual(['a', 'b']);
});

describe('when SQS takes a batch in part', () => {
  const send = (stub: SQSClient) =>
    createQueue({ client: stub, queueUrl: 'http://127.0.0.1:1/0/q', schema }).send(
      [1, 2, 3].map((number) => ({ message: { number }, group: 'g' })),
    );

  it('only the rest is sent again', async () => {
    const { stub, calls } = clientThat((number, call) =>
      number === 2 && call === 1 ? { Code: 'InternalError', SenderFault: false } : undefined,
    );
    await send(stub);
    expect(calls).toEqual([[1, 2, 3], [2]]);
  });

  it('a message that stays refused is an error', async () => {
    const { stub, calls } = clientThat((number) =>
      number === 2 ? { Code: 'InternalError', SenderFault: false } : undefined,
    );
    await expect(send(stub)).rejects.toThrow('1 of 3 messages: InternalError');
    expect(calls).toEqual([[1, 2, 3], [2], [2]]);
  });

  it('a message that is our fault is an error at once', async () => {
    const { stub, calls } = clientThat((number) =>
      number === 2 ? { Code: 'InvalidMessageContents', SenderFault: true } : undefined,
    );
    await expect(send(stub)).rejects.toThrow('InvalidMessageContents');
    expect(calls).toEqual([[1, 2, 3]]);
  });
});
