import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoRateLimiter } from '#shared/adapters/dynamodb/rate-limiter.ts';
import type { CountedUse } from '#shared/application/ports/rate-limiter.ts';
import { later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const aLimiter = () =>
  dynamoRateLimiter({
    documents: dynamo.documents,
    tableName: dynamo.tables.idempotency,
    secret: 'secret',
  });

const aUse = (of: string, changes: Partial<CountedUse> = {}): CountedUse => ({
  limit: 'lookup_by_address',
  of,
  window: 7,
  endsAt: later(60),
  uses: 10,
  ...changes,
});

const items = async () => {
  const { Items = [] } = await dynamo.documents.send(
    new ScanCommand({ TableName: dynamo.tables.idempotency }),
  );
  return Items;
};

describe('a counter', () => {
  it('gives 64 that ask at once exactly the uses it has', async () => {
    const limiter = aLimiter();
    const taken = await Promise.all(
      Array.from({ length: 64 }, () => limiter.take(aUse('203.0.113.1'))),
    );
    expect(taken.filter((outcome) => outcome === 'taken')).toHaveLength(10);
    expect(taken.filter((outcome) => outcome === 'used_up')).toHaveLength(54);
  });

  it('is another one for anybody else, any other limit and any other window', async () => {
    const limiter = aLimiter();
    const use = aUse('203.0.113.2', { uses: 1 });
    expect(await limiter.take(use)).toBe('taken');
    expect(await limiter.take(use)).toBe('used_up');
    for (const other of [
      { ...use, of: '203.0.113.3' },
      { ...use, limit: 'attempt_by_address' as const },
      { ...use, window: 8 },
    ])
      expect(await limiter.take(other)).toBe('taken');
  });

  it('says until when it is kept, and not whose it is', async () => {
    await aLimiter().take(aUse('203.0.113.4'));
    const all = await items();
    expect(JSON.stringify(all)).not.toContain('203.0.113');
    for (const { expiresAtSeconds } of all)
      expect(expiresAtSeconds).toBe(Math.ceil(later(60).getTime() / 1_000));
  });

  it('whose time is over is not read, although it is still there', async () => {
    const limiter = aLimiter();
    const old = aUse('203.0.113.5', { uses: 1, window: 1, endsAt: NOW });
    await limiter.take(old);
    expect(await limiter.take({ ...old, window: 2, endsAt: later(60) })).toBe('taken');
  });

  it('does not stand in the way of a stored reply', async () => {
    const reply = { pk: 'fn.once#hash', status: 'COMPLETED', data: {} };
    await dynamo.documents.send(
      new PutCommand({ TableName: dynamo.tables.idempotency, Item: reply }),
    );
    await aLimiter().take(aUse('fn.once#hash'));
    expect(await items()).toContainEqual(reply);
  });
});
