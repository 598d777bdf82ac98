import { readFile, rm } from 'node:fs/promises';
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
