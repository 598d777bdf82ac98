import { afterEach, describe, expect, it } from 'vitest';
import { createRefund } from '#shared/contract/api/refunds.ts';
import { type Answer, startHttpServer, type TestServer } from '#test/support/http-server.ts';
import { callerOf } from './caller.ts';
import { Chronicle } from './chronicle.ts';

let server: TestServer;
afterEach(() => server.stop());

const asking = async (answer: Answer, patienceMillis: number) => {
  server = await startHttpServer(answer);
  const chronicle = new Chronicle();
  const caller = callerOf({ baseUrl: server.url, apiKey: 'sk_test_0' }, chronicle);
  const ended = await caller.call(
    createRefund,
    { body: { order: 'ord_01k00000000000000000000000', reason: 'asked for' } },
    { key: 'one', patienceMillis },
  );
  const keys = server.received.map(({ headers }) => headers['idempotency-key']);
  return { ended, chronicle, keys };
};

const refuse =
  (status: number, code: string): Answer =>
  (response) =>
    response.writeHead(status).end(
      JSON.stringify({
        error: {
          type: 'conflict',
          code,
          message: 'no',
          request_id: 'req_1',
          retryable: status >= 500,
          doc_url: '/docs',
        },
      }),
    );

describe('somebody whose call was cut off', () => {
  it('repeats it with the same key, until somebody answers', async () => {
    let calls = 0;
    const { ended, chronicle, keys } = await asking((response) => {
      calls += 1;
      if (calls < 3) response.destroy();
      else refuse(409, 'state_conflict')(response, server.received[0] as never, response.req);
    }, 10_000);
    expect(ended).toEqual({ kind: 'refused', code: 'state_conflict' });
    expect(keys).toEqual(['one', 'one', 'one']);
    expect(chronicle.cutOff).toBe(2);
  });

  it('gives up when patience ends, and does not know what became of it', async () => {
    const { ended, keys } = await asking((response) => response.destroy(), 0);
    expect(ended).toEqual({ kind: 'unknown' });
    expect(keys).toEqual(['one']);
  });
});

it('an answer that the server failed is counted and asked for again', async () => {
  const { ended, chronicle } = await asking(refuse(500, 'internal_error'), 100);
  expect(ended).toEqual({ kind: 'unknown' });
  expect(chronicle.serverErrors).toBeGreaterThan(1);
});

it('a reply that no contract promises is remembered', async () => {
  const { ended, chronicle } = await asking((response) => response.writeHead(201).end('{}'), 0);
  expect(ended).toEqual({ kind: 'refused', code: 'unexpected_reply' });
  expect(chronicle.unexpected).toHaveLength(1);
});
