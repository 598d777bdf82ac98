import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoRuleHits } from '#shared/adapters/dynamodb/rule-hits.ts';
import { aTenant } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo?.stop());

const aCounter = () =>
  dynamoRuleHits({ documents: dynamo.documents, tableName: dynamo.tables.channels });

describe('hits of rules', () => {
  test('add up, whoever counts them and in whatever order', async () => {
    const [counter, tenant] = [aCounter(), aTenant()];
    await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        counter.addRuleHits(
          tenant,
          1,
          new Map([
            ['always', { hits: 1, wouldChange: 0 }],
            ['with-a_dash', { hits: 2, wouldChange: n % 2 }],
          ]),
        ),
      ),
    );
    expect(await counter.hits(tenant, 1)).toEqual(
      new Map([
        ['always', { hits: 64, wouldChange: 0 }],
        ['with-a_dash', { hits: 128, wouldChange: 32 }],
      ]),
    );
  });

  test('of a hundred rules fit into one write', async () => {
    const [counter, tenant] = [aCounter(), aTenant()];
    const counts = new Map(
      Array.from({ length: 100 }, (_, n) => [`${n}-`.padEnd(60, 'x'), { hits: 2, wouldChange: 1 }]),
    );
    await counter.addRuleHits(tenant, 1, counts);
    expect(await counter.hits(tenant, 1)).toEqual(counts);
  });

  test('are those of one version of one tenant in one mode', async () => {
    const [counter, tenant] = [aCounter(), aTenant('live')];
    await counter.addRuleHits(tenant, 1, new Map([['r', { hits: 1, wouldChange: 0 }]]));
    expect(await counter.hits(tenant, 2)).toEqual(new Map());
    expect(await counter.hits(aTenant('live'), 1)).toEqual(new Map());
    expect(await counter.hits({ ...tenant, mode: 'test' }, 1)).toEqual(new Map());
  });

  test('of nothing are not written', async () => {
    const documents = {
      send: async () => {
        throw new Error('nothing to write');
      },
    } as unknown as Dynamo['documents'];
    const counter = dynamoRuleHits({ documents, tableName: 'channels' });
    await counter.addRuleHits(aTenant(), 1, new Map());
    await counter.addRuleHits(aTenant(), 1, new Map([['r', { hits: 0, wouldChange: 0 }]]));
  });
});
