import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATED_QUEUES, queueUrlOf } from '#infra/admin/queues/operated-queues.ts';
import { QUEUES } from '#shared/contract/queues.ts';
import { notifiedAttempt } from '#shared/domain/callbacks/notified-order.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { templatesOf } from '#test/infra/template.ts';
import { aCallback, startQueues, type TestQueues } from './support/queues.ts';

let queues: TestQueues;
let directory: string;
let stack: string;
beforeAll(async () => {
  queues = await startQueues();
  directory = await mkdtemp(join(tmpdir(), 'arteria-admin-'));
  stack = join(directory, 'stack.json');
  await writeFile(
    stack,
    JSON.stringify({
      dynamoDbEndpoint: 'http://127.0.0.1:1',
      region: queues.region,
      merchantsTable: 'none',
      sealingKey: 'none',
      sqsEndpoint: queues.endpoint,
      queueUrls: queues.urls,
    }),
  );
});
afterAll(async () => {
  await queues.stop();
  await rm(directory, { recursive: true, force: true });
});

const admin = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['infra/admin/admin.ts', 'queues', ...args, '--stack', stack],
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
const json = async (...args: string[]) => JSON.parse((await admin(...args, '--json')).out);

describe('queues list', () => {
  it('counts what waits and what was given up, queue by queue', async () => {
    await queues.send('callbacks', '1', '2');
    await queues.send('callbacks-dead', '3');
    await queues.send('orders-relay-failed', '4');
    const rows = await json('list');
    expect(rows).toContainEqual({
      queue: 'callbacks',
      waiting: '2',
      in_flight: '0',
      delayed: '0',
      dead_letters: '1',
    });
    expect(rows).toContainEqual({ queue: 'orders-relay-failed', waiting: '1', in_flight: '0' });
    await Promise.all(
      ['callbacks', 'callbacks-dead', 'orders-relay-failed'].map((name) => queues.drain(name)),
    );
  });
});

describe('queues show', () => {
  it('tells what a dead letter is about and what it means, and nothing that a provider wrote', async () => {
    const callback = aCallback('geheim');
    await queues.send('callbacks-dead', JSON.stringify(callback));
    const { out, err } = await admin('show', '--queue', 'callbacks-dead', '--json');
    expect(JSON.parse(out)).toEqual([
      {
        message: expect.stringMatching(/^[\w-]{36}$/),
        first_sent_at: expect.stringMatching(/^\d{4}-.*Z$/),
        receive_count: '1',
        about: 'payment succeeded, reported by epay',
        tenant: `${callback.tenant.merchantId}.live`,
        callback: callback.id,
        channel: callback.channelId,
        order: expect.stringMatching(/^ord_/),
        attempt: notifiedAttempt(callback.notification),
        received_at: callback.receivedAt,
      },
    ]);
    expect(err).toContain('a buyer has paid and has no card');
    expect(out).not.toContain('geheim');
    expect(out).not.toContain(callback.body);
    expect(await queues.drain('callbacks-dead')).toHaveLength(1);
  });

  it('reads the messages of every queue', async () => {
    const tenant = { merchantId: systemRuntime.newId('merchant'), mode: 'test' };
    const orderId = 'ord_01h455vb4pex5vsknk084sn000';
    const attemptId = 'att_01h455vb4pex5vsknk084sn001';
    const eventId = systemRuntime.newId('event');
    const dueAt = '2026-05-01T12:00:00.000Z';
    await queues.send(
      'follow-ups-dead',
      JSON.stringify({ kind: 'query_attempt', tenant, orderId, attemptId, dueAt }),
    );
    expect(await json('show', '--queue', 'follow-ups-dead')).toMatchObject([
      { about: 'query_attempt', order: orderId, attempt: attemptId, due_at: dueAt },
    ]);
    const event = {
      id: eventId,
      type: 'order.paid',
      tenant,
      objectId: orderId,
      sequence: 1,
      createdAt: dueAt,
      data: { contact: 'geheim' },
    };
    const endpointId = systemRuntime.newId('webhookEndpoint');
    await queues.send(
      'webhooks-dead',
      JSON.stringify({ kind: 'fan_out', events: [event] }),
      JSON.stringify({ kind: 'deliver', tenant, eventId, endpointId, dueAt }),
    );
    const webhooks = await json('show', '--queue', 'webhooks-dead');
    expect(webhooks).toMatchObject([
      { about: 'fan_out', events: `order.paid ${eventId} of ${orderId}` },
      { about: 'deliver', event: eventId, endpoint: endpointId },
    ]);
    expect(JSON.stringify(webhooks)).not.toContain('geheim');
    await queues.send(
      'orders-relay-failed',
      JSON.stringify({
        requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 11 },
        timestamp: dueAt,
        DDBStreamBatchInfo: {
          shardId: 'shardId-1',
          startSequenceNumber: '7',
          endSequenceNumber: '9',
          batchSize: 2,
        },
      }),
    );
    expect(await json('show', '--queue', 'orders-relay-failed')).toMatchObject([
      { about: '2 records given up: RetryAttemptsExhausted after 11 tries', shard: 'shardId-1' },
    ]);
  });

  it('says of a message that cannot be read why, and shows no more than the limit', async () => {
    await queues.send('callbacks-dead', 'geheim', 'geheim', 'geheim');
    const shown = await json('show', '--queue', 'callbacks-dead', '--limit', '2');
    expect(shown).toHaveLength(2);
    expect(shown[0].unreadable).toBe('6 bytes that are no JSON');
    expect(await queues.drain('callbacks-dead')).toHaveLength(3);
  });
});

describe('queues redrive', () => {
  it('says how many were moved and how many are left', async () => {
    const bodies = [JSON.stringify(aCallback()), JSON.stringify(aCallback())];
    await queues.send('callbacks-dead', ...bodies, 'no json');
    expect(await json('redrive', '--queue', 'callbacks', '--dry-run')).toMatchObject({
      would_move: '2',
      left_in_dead_letters: '3',
    });
    const { code, out, err } = await admin('redrive', '--queue', 'callbacks', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      from: 'callbacks-dead',
      to: 'callbacks',
      moved: '2',
      unreadable: '1',
      refused: '0',
      left_in_dead_letters: '1',
    });
    expect(err).toMatch(/^left: [\w-]{36} cannot be read .*\(7 bytes that are no JSON\)\n$/);
    expect((await queues.drain('callbacks')).toSorted()).toEqual(bodies.toSorted());
    await queues.drain('callbacks-dead');
  });
});

it.each([
  [['redrive', '--queue', 'orders'], 'must be one of: callbacks, callbacks-dead'],
  [['redrive'], 'must be one of'],
  [['redrive', '--queue', 'callbacks-dead'], 'must be the queue that the messages return to'],
  [['redrive', '--queue', 'orders-relay-failed'], 'nothing can be sent back'],
  [['redrive', '--queue', 'callbacks', '--limit', '0'], '--limit must be a whole number'],
  [['show', '--queue', 'callbacks'], 'look into callbacks-dead'],
])('%j is refused with what to say instead', async (args, text) => {
  const { code, err } = await admin(...args);
  expect(code).toBe(2);
  expect(err).toContain(text);
  expect(err).not.toContain('    at ');
});

it('says so when the deployment’s outputs are older than the queues’ addresses', async () => {
  const outputs = join(directory, 'outputs.json');
  await writeFile(
    outputs,
    JSON.stringify({ a: { merchantsTableName: 'm', SealingKeyArn: 'arn:aws:kms:1' } }),
  );
  const { code, err } = await admin('list', '--outputs', outputs);
  expect(code).toBe(2);
  expect(err).toContain('names no queue callbacks');
});

it('a deployment puts out the address of every queue that an operator can name', () => {
  const { Outputs } = templatesOf('prod').template('pipeline');
  const names = templatesOf('prod')
    .all('AWS::SQS::Queue')
    .map(({ logicalId, Properties }) => [logicalId, `https://sqs/1/${Properties.QueueName}`]);
  const urlOfId = Object.fromEntries(names);
  const urls = Object.entries(Outputs)
    .filter(([name]) => /QueueUrl$/.test(name))
    .map(([, { Value }]) => urlOfId[(Value as { Ref: string }).Ref]);
  for (const { name } of OPERATED_QUEUES) {
    expect(queueUrlOf(urls, name)).toBe(`https://sqs/1/arteria-prod-${name}`);
  }
});

it.each(QUEUES)('the runbook’s chapter on dead letters of %s names the commands', async (queue) => {
  const runbook = await readFile('docs/runbook.md', 'utf8');
  const title = `${queue.charAt(0).toUpperCase()}${queue.slice(1)} dead letters\n`;
  const chapter = runbook.split('### ').find((part) => part.startsWith(title));
  expect(chapter).toContain(`queues show --queue ${queue}-dead`);
  expect(chapter).toContain(`queues redrive --queue ${queue}`);
});
