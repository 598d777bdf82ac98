import { PutCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { createMemoryDynamo } from './memory-dynamo.ts';

const memory = createMemoryDynamo();
const documents = memory.client();
const TableName = memory.tables.orders;

/** In the order of their UTF-8 bytes, which is not that of JavaScript. */
const SORT_KEYS = ['a', 'card#1', 'card#2', '月', '\uFB00', '\u{1F600}'];

for (const [index, sk] of SORT_KEYS.entries()) {
  const Item = { pk: 'p', sk, listKey: 'list', ...(index > 2 && { listAt: 'now' }), index };
  await documents.send(new PutCommand({ TableName, Item }));
}

const query = async (input: Omit<QueryCommandInput, 'TableName'>) => {
  const answer = await documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'p' },
      ...input,
    }),
  );
  return { ...answer, sks: answer.Items?.map(({ sk }) => sk) };
};

const LIST = {
  IndexName: 'list',
  KeyConditionExpression: 'listKey = :key',
  ExpressionAttributeValues: { ':key': 'list' },
};

describe('a query', () => {
  it('goes through a partition in the order of UTF-8, in either direction', async () => {
    expect((await query({})).sks).toEqual(SORT_KEYS);
    expect((await query({ ScanIndexForward: false })).sks).toEqual(SORT_KEYS.toReversed());
  });

  it.each([
    ['pk = :pk AND begins_with(sk, :a)', { ':a': 'card#' }, ['card#1', 'card#2']],
    ['(sk > :a) AND pk = :pk', { ':a': '月' }, ['\uFB00', '\u{1F600}']],
    ['pk = :pk AND sk BETWEEN :a AND :b', { ':a': 'b', ':b': 'card#1' }, ['card#1']],
    ['pk = :pk AND sk <= :a', { ':a': 'card#1' }, ['a', 'card#1']],
  ])('%s', async (KeyConditionExpression, values, sks) => {
    const ExpressionAttributeValues = { ':pk': 'p', ...values };
    expect((await query({ KeyConditionExpression, ExpressionAttributeValues })).sks).toEqual(sks);
  });

  it('says where a full page ended, also when it was the last', async () => {
    const page = await query({ Limit: 6 });
    expect(page.LastEvaluatedKey).toEqual({ pk: 'p', sk: '\u{1F600}' });
    const rest = await query({ Limit: 6, ExclusiveStartKey: page.LastEvaluatedKey });
    expect(rest).toMatchObject({ Items: [], Count: 0 });
    expect(rest.LastEvaluatedKey).toBeUndefined();
  });

  it('goes on behind a place where nothing is', async () => {
    const from = { ExclusiveStartKey: { pk: 'p', sk: 'card#1x' }, Limit: 1 };
    expect((await query(from)).sks).toEqual(['card#2']);
    expect((await query({ ...from, ScanIndexForward: false })).sks).toEqual(['card#1']);
  });

  it('of an index sees the items that have both of its keys, and of those the keys', async () => {
    const { Items, LastEvaluatedKey } = await query({ ...LIST, Limit: 1 });
    expect(Items).toEqual([{ pk: 'p', sk: '月', listKey: 'list', listAt: 'now' }]);
    const rest = await query({ ...LIST, ExclusiveStartKey: LastEvaluatedKey });
    expect(rest.sks).toEqual(['\uFB00', '\u{1F600}']);
  });

  it('counts without reading', async () => {
    const { Items, Count } = await query({ Select: 'COUNT', Limit: 4 });
    expect({ Items, Count }).toEqual({ Items: undefined, Count: 4 });
  });

  it.each<[string, Omit<QueryCommandInput, 'TableName'>]>([
    ['a limit of 0', { Limit: 0 }],
    ['a start in another partition', { ExclusiveStartKey: { pk: 'q', sk: 'a' } }],
    ['a start with half a key', { ExclusiveStartKey: { pk: 'p' } }],
    ['a start with more than the key', { ExclusiveStartKey: { pk: 'p', sk: 'a', index: 1 } }],
    ['no partition', { KeyConditionExpression: 'sk = :pk' }],
    ['another attribute', { KeyConditionExpression: 'listKey = :pk' }],
    ['a range of partitions', { KeyConditionExpression: 'pk > :pk' }],
    ['<> of a key', { KeyConditionExpression: 'pk = :pk AND sk <> :pk' }],
    ['a key that is no text', { ExpressionAttributeValues: { ':pk': 1 } }],
    ['an index that is not there', { IndexName: 'nope' }],
    ['a consistent read of an index', { ...LIST, ConsistentRead: true }],
  ])('refuses %s', async (_, input) => {
    await expect(query(input)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it.each<[string, Omit<QueryCommandInput, 'TableName'>]>([
    ['FilterExpression', { FilterExpression: 'attribute_exists(index)' }],
    ['Select', { Select: 'ALL_ATTRIBUTES' }],
    ['nested paths', { ProjectionExpression: 'map.field' }],
    ['ReturnConsumedCapacity', { ReturnConsumedCapacity: 'TOTAL' }],
  ])('does not overlook %s', async (name, input) => {
    await expect(query(input)).rejects.toThrow(`does not know ${name}`);
  });
});
