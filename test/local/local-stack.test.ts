import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type LocalStack, openLocalStack } from '#infra/local/local-stack.ts';
import { startDynamo } from '#test/support/dynamo.ts';
import { temporaryDirectory } from './support/tiny-assembly.ts';
import { SEEN_FILE, tinyShop } from './support/tiny-shop.ts';
import { until } from './support/until.ts';

const seenSchema = z.array(
  z.object({
    job: z.string().optional(),
    ok: z.boolean().optional(),
    kind: z.string().optional(),
    item: z.string().optional(),
    event: z.string().optional(),
  }),
);

/** Tells that it has begun, waits for the file `gate`, tells that it has ended. */
const GATED_WORKER = `
import { appendFileSync, existsSync } from 'node:fs';
const file = (name) => new URL('../' + name, import.meta.url);
const tell = (job) => appendFileSync(file('${SEEN_FILE}'), JSON.stringify({ job, ok: true, kind: 'job' }) + '\\n');
export const handler = async ({ Records }) => {
  const { id } = JSON.parse(Records[0].body);
  tell(id + ' begins');
  while (!existsSync(file('gate'))) await new Promise((resolve) => setTimeout(resolve, 10));
  tell(id + ' ends');
};
`;

let assembly: string;
let directory: string;
let stack: LocalStack;

const start = async () =>
  openLocalStack({ directory, port: 0, fresh: false, seed: false, assembly, measure: true });

const call = (path: string, init?: RequestInit) => fetch(`${stack.baseUrl}${path}`, init);

const send = (...jobs: { id: string; failures?: number }[]) =>
  call('/jobs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(jobs),
  });

const seen = async () => seenSchema.parse(await (await call('/seen')).json());
const seenJob = async (id: string) => (await seen()).filter(({ job }) => job === id);
const seenItem = async (id: string) => (await seen()).filter(({ item }) => item === id);

const deadLetters = async () => {
  const answer = await stack.emulators.sqs('ReceiveMessage', {
    QueueUrl: stack.emulators.queueUrl('jobs-dead'),
    MaxNumberOfMessages: 10,
  });
  return z.object({ Messages: z.array(z.object({ Body: z.string() })).default([]) }).parse(answer)
    .Messages;
};

beforeEach(async () => {
  assembly = await tinyShop();
  directory = temporaryDirectory();
  stack = await start();
});

afterEach(async () => {
  await stack.stop();
});

describe('HTTP', () => {
  it('invokes the route’s function with the event of API Gateway and the template’s variables', async () => {
    const reply = await call('/echo/a%20b?x=1', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=1',
    });
    expect(await reply.json()).toMatchObject({
      event: {
        version: '2.0',
        routeKey: 'ANY /echo/{rest+}',
        rawPath: '/echo/a b',
        rawQueryString: 'x=1',
        pathParameters: { rest: 'a b' },
        body: Buffer.from('a=1').toString('base64'),
        isBase64Encoded: true,
      },
      variables: { table: 'items' },
    });
  });

  it('answers in API Gateway’s words when there is no route or the function fails or is too slow', async () => {
    const answers = await Promise.all(
      ['/nowhere', '/broken', '/slow'].map(async (path) => {
        const reply = await call(path);
        return [reply.status, await reply.json()];
      }),
    );
    expect(answers).toEqual([
      [404, { message: 'Not Found' }],
      [500, { message: 'Internal Server Error' }],
      [500, { message: 'Internal Server Error' }],
    ]);
  });

  it('refuses a body of more than 10 MB', async () => {
    const reply = await call('/jobs', { method: 'POST', body: Buffer.alloc(10_000_001) });
    expect(reply.status).toBe(413);
    expect(await reply.json()).toEqual({ message: 'Request Entity Too Large' });
  });

  it('writes what functions print to the log and not to the terminal', async () => {
    await call('/broken');
    const log = await until('the log line', async () => {
      const text = await readFile(stack.directory.functionLog, 'utf8');
      return text.includes('a bug') ? text : undefined;
    });
    expect(log).toMatch(/^api: Error: a bug\n\s+at /m);
  });
});

describe('queues', () => {
  it('bring back only the messages of a batch that failed', async () => {
    await send({ id: 'good' }, { id: 'bad once', failures: 1 }, { id: 'also good' });
    const bad = await until('the second try', async () => {
      const tries = await seenJob('bad once');
      return tries.length === 2 ? tries : undefined;
    });
    expect(bad.map(({ ok }) => ok)).toEqual([false, true]);
    expect(await seenJob('good')).toEqual([{ job: 'good', ok: true, kind: 'job' }]);
    expect(await seenJob('also good')).toHaveLength(1);
  });

  it('move a message to the dead-letter queue after its last try', async () => {
    await send({ id: 'hopeless', failures: 99 });
    const dead = await until('the dead letter', async () => {
      const messages = await deadLetters();
      return messages.length > 0 ? messages : undefined;
    });
    expect(dead.map(({ Body }) => JSON.parse(Body))).toEqual([{ id: 'hopeless', failures: 99 }]);
    expect(await seenJob('hopeless')).toHaveLength(3);
  });
});

describe('a queue whose consumer is paused', () => {
  const waiting = async () => {
    const answer = await stack.emulators.sqs('ReceiveMessage', {
      QueueUrl: stack.emulators.queueUrl('jobs'),
      VisibilityTimeout: 0,
    });
    return z.object({ Messages: z.array(z.object({ Body: z.string() })).default([]) }).parse(answer)
      .Messages;
  };

  it('keeps its messages until it is resumed, and everything else goes on', async () => {
    await stack.pauseQueue('jobs');
    await send({ id: 'waits' });
    await call('/items/meanwhile', { method: 'PUT' });
    await until('the stream goes on', async () => (await seenItem('meanwhile'))[0]);
    expect(await waiting()).toHaveLength(1);
    expect(await seenJob('waits')).toEqual([]);
    await stack.resumeQueue('jobs');
    await until('the job', async () => (await seenJob('waits'))[0]);
  });

  it('hands the messages that come after the pause to nobody', async () => {
    await until('a poll has begun and ended once', async () => {
      await send({ id: 'first' });
      return (await seenJob('first'))[0];
    });
    await stack.pauseQueue('jobs');
    await send({ id: 'second' });
    await stack.resumeQueue('jobs');
    await until('it was hidden from the new consumer by none', async () => {
      const [job] = await seenJob('second');
      return job;
    });
  });

  it('is paused when the batch that runs has ended', async () => {
    await stack.stop();
    assembly = await tinyShop({ worker: GATED_WORKER });
    stack = await start();
    await send({ id: 'one' });
    await until('the batch began', async () => (await seenJob('one begins'))[0]);
    const pausing = stack.pauseQueue('jobs');
    await writeFile(join(assembly, 'gate'), 'open');
    await pausing;
    expect(await seenJob('one ends')).toHaveLength(1);
  });

  it('may be paused and resumed again and again, by several at once', async () => {
    await Promise.all([stack.pauseQueue('jobs'), stack.pauseQueue('jobs'), stack.measure()]);
    await Promise.all([stack.resumeQueue('jobs'), stack.resumeQueue('jobs')]);
    await stack.pauseQueue('jobs');
    await stack.resumeQueue('jobs');
    await send({ id: 'once' });
    await until('the job', async () => (await seenJob('once'))[0]);
    expect(await seenJob('once')).toHaveLength(1);
  });

  it('must have a consumer', async () => {
    await expect(stack.pauseQueue('jobs-dead')).rejects.toThrow(
      'No queue "jobs-dead" has a consumer; these have one: jobs.',
    );
  });

  it('does not keep the stack from stopping', async () => {
    await stack.pauseQueue('jobs');
    await stack.stop();
    stack = await start();
    await send({ id: 'after' });
    await until('a restart polls again', async () => (await seenJob('after'))[0]);
  });
});

describe('streams', () => {
  it('pass new items on once and changes not at all, as the filter says', async () => {
    await call('/items/one', { method: 'PUT' });
    await until('the first item', async () => (await seenItem('one'))[0]);
    await call('/items/one', { method: 'PUT' });
    await call('/items/two', { method: 'PUT' });
    await until('the second item', async () => (await seenItem('two'))[0]);
    expect(await seenItem('one')).toEqual([{ item: 'one', event: 'INSERT' }]);
  });

  it('report a record that can’t be relayed to the on-failure queue and go on behind it', async () => {
    await call('/items/poison', { method: 'PUT' });
    await call('/items/after', { method: 'PUT' });
    await until('the item behind the poison', async () => (await seenItem('after'))[0]);
    const [report] = await until('the report', async () => {
      const messages = await deadLetters();
      return messages.length > 0 ? messages : undefined;
    });
    expect(JSON.parse(report?.Body ?? '')).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted' },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
  });
});

describe('a restart', () => {
  it('keeps items and messages, and goes on in the stream where it stopped', async () => {
    await call('/items/kept', { method: 'PUT' });
    await until('the item', async () => (await seenItem('kept'))[0]);
    await send({ id: 'waits', failures: 1 });
    await until('the first try', async () => (await seenJob('waits'))[0]);
    await stack.stop();
    await rm(join(assembly, SEEN_FILE));
    stack = await start();

    expect((await call('/items/kept')).status).toBe(200);
    await until('the job after the restart', async () => (await seenJob('waits'))[0]);
    await call('/items/new', { method: 'PUT' });
    await until('the new item', async () => (await seenItem('new'))[0]);
    expect(await seenItem('kept')).toEqual([]);
  });

  it('with fresh begins with nothing', async () => {
    await call('/items/gone', { method: 'PUT' });
    await stack.stop();
    stack = await openLocalStack({ directory, port: 0, fresh: true, seed: false, assembly });
    expect((await call('/items/gone')).status).toBe(404);
  });

  it('with fresh empties another DynamoDB than the emulator, too', async () => {
    const dynamo = await startDynamo();
    const options = { directory: temporaryDirectory(), port: 0, seed: false, assembly };
    const other = { ...options, dynamoDbEndpoint: dynamo.endpoint };
    await stack.stop();
    stack = await openLocalStack({ ...other, fresh: false });
    await call('/items/kept', { method: 'PUT' });
    await stack.stop();
    stack = await openLocalStack({ ...other, fresh: false });
    expect((await call('/items/kept')).status).toBe(200);
    await stack.stop();
    stack = await openLocalStack({ ...other, fresh: true });
    expect((await call('/items/kept')).status).toBe(404);
    await stack.stop();
    await dynamo.stop();
  });

  it('gives the environment back that it found', async () => {
    await stack.stop();
    expect(process.env.ITEMS_TABLE).toBeUndefined();
    expect(process.env.AWS_ENDPOINT_URL).toBeUndefined();
  });
});

describe('the thread of the queues', () => {
  it('shares its measurements with those of the requests', async () => {
    await send({ id: 'counted' });
    await until('the job', async () => (await seenJob('counted'))[0]);
    const functions = await until('the end of its invocation', async () => {
      const measured = (await stack.measure()).functions;
      return measured.worker && measured;
    });
    expect(functions).toMatchObject({
      api: { errors: 0 },
      worker: { invocations: 1, errors: 0 },
    });
  });

  it('is cut off when an invocation does not end while the stack stops', async () => {
    await stack.stop();
    stack = await openLocalStack({
      directory: temporaryDirectory(),
      port: 0,
      fresh: false,
      seed: false,
      assembly: await tinyShop({
        worker: 'export const handler = () => { for (;;); };',
      }),
    });
    await send({ id: 'endless' });
    await until('the endless invocation', async () => {
      const answer = await Promise.race([stack.measure(), pause(300)]);
      return answer === undefined ? true : undefined;
    });
    await stack.stop();
  });

  it('stops the start with the function’s name when one does not load', async () => {
    const broken = await tinyShop({ worker: "throw new Error('no such module');" });
    await expect(
      openLocalStack({
        directory: temporaryDirectory(),
        port: 0,
        fresh: false,
        seed: false,
        assembly: broken,
      }),
    ).rejects.toThrow(/The function worker does not load: Error: no such module/);
  });

  it('tells the stack when an error that nobody caught ended it', async () => {
    await stack.stop();
    const fragile =
      "export const handler = () => { setTimeout(() => { throw new Error('loose'); }); };";
    stack = await openLocalStack({
      directory: temporaryDirectory(),
      port: 0,
      fresh: false,
      seed: false,
      assembly: await tinyShop({ worker: fragile }),
    });
    await send({ id: 'one' });
    expect((await stack.failed).message).toBe('loose');
  });
});

it('counts the functions’ SDK calls by operation and table', async () => {
  await call('/items/one', { method: 'PUT' });
  await call('/items/one');
  await send({ id: 'a' }, { id: 'b' });
  const { sdkCalls } = await stack.measure();
  expect(sdkCalls).toEqual({
    'dynamodb PutItem items×1': 1,
    'dynamodb GetItem items×1': 1,
    'sqs SendMessageBatch jobs×2': 1,
  });
});
