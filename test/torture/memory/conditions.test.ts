import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryDynamo } from './memory-dynamo.ts';

const memory = createMemoryDynamo();
const documents = memory.client();
const TableName = memory.tables.channels;

const ITEM = {
  pk: 'p',
  sk: 's',
  count: 5,
  large: 2n ** 60n,
  text: 'beta',
  tags: new Set(['a', 'b']),
  list: ['x', { inner: 7 }],
  map: { 'a.b': 1, nested: { deep: true } },
  bytes: Buffer.from('bytes'),
  flag: true,
  nothing: null,
};

beforeEach(() => documents.send(new PutCommand({ TableName, Item: ITEM })));

const NAMES: Record<string, string> = { '#count': 'count', '#dotted': 'a.b', '#status': 'status' };

/** Whether the condition lets {@link ITEM} be written over itself. */
const holds = async (
  ConditionExpression: string,
  values: Record<string, unknown> = {},
): Promise<boolean> => {
  const used = Object.entries(NAMES).filter(([name]) => ConditionExpression.includes(name));
  try {
    await documents.send(
      new PutCommand({
        TableName,
        Item: ITEM,
        ConditionExpression,
        ...(used.length > 0 && { ExpressionAttributeNames: Object.fromEntries(used) }),
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
};

const TRUE = { ':t': true };

describe('a condition', () => {
  it.each([
    ['attribute_exists(pk)', {}],
    ['attribute_exists(nothing)', {}],
    ['attribute_not_exists(gone)', {}],
    // NOT before AND before OR.
    ['NOT flag = :t OR flag = :t', TRUE],
    ['flag = :t OR flag = :t AND flag <> :t', TRUE],
    ['NOT (flag = :t AND flag <> :t)', TRUE],
    ['not flag <> :t and (flag = :t or gone = :t)', TRUE],
    ['#count BETWEEN :a AND :b AND text = :c', { ':a': 5, ':b': 6n, ':c': 'beta' }],
    // Numbers are compared by value, whatever JavaScript makes of them.
    ['#count = :n', { ':n': 5n }],
    ['large > :n AND large = :same', { ':n': 5, ':same': 2n ** 60n }],
    ['text > :t', { ':t': 'alpha' }],
    ['bytes < :b', { ':b': Buffer.from('bz') }],
    ['tags = :s', { ':s': new Set(['b', 'a']) }],
    ['map = :m', { ':m': { nested: { deep: true }, 'a.b': 1n, gone: undefined } }],
    ['begins_with(text, :p) AND begins_with(bytes, :b)', { ':p': 'be', ':b': Buffer.from('by') }],
    ['contains(text, :t) AND contains(tags, :a)', { ':t': 'eta', ':a': 'a' }],
    ['contains(list, :x) AND contains(bytes, :b)', { ':x': { inner: 7 }, ':b': Buffer.from('te') }],
    ['size(text) = :n AND size(bytes) > size(tags)', { ':n': 4 }],
    ['list[1].inner = :n AND map.nested.deep = :t', { ':n': 7, ...TRUE }],
    // A dot in a placeholder's name is part of the attribute's name.
    ['map.#dotted = :one', { ':one': 1 }],
    ['#count = #count', {}],
    [
      'attribute_not_exists(pk) OR #count < :now OR (#status = :open AND #status < :x) OR text = :b',
      { ':now': 5.5, ':open': 'INPROGRESS', ':x': 1, ':b': 'beta' },
    ],
  ])('holds: %s', async (condition, values) => {
    expect(await holds(condition, values)).toBe(true);
  });

  it.each([
    ['attribute_exists(gone)', {}],
    ['attribute_exists(toString)', {}],
    ['attribute_exists(map.gone.deeper)', {}],
    ['attribute_exists(text.length)', {}],
    ['gone = :t', TRUE],
    ['gone = gone', {}],
    ['gone < :n', { ':n': 1 }],
    ['#count = :n', { ':n': '5' }],
    ['#count < :n', { ':n': '9' }],
    ['flag < :n', { ':n': 1 }],
    ['tags = :l', { ':l': ['a', 'b'] }],
    ['begins_with(#count, :p)', { ':p': '5' }],
    ['contains(tags, :n)', { ':n': 1 }],
    ['size(#count) = :n', { ':n': 5 }],
    ['gone BETWEEN :a AND :b', { ':a': 1, ':b': 2 }],
  ])('does not hold: %s', async (condition, values) => {
    expect(await holds(condition, values)).toBe(false);
  });

  it.each([
    ['gone <> :t', TRUE],
    ['gone <> gone', {}],
    ['#count <> :n', { ':n': '5' }],
  ])('is true of what is missing or of another type: %s', async (condition, values) => {
    expect(await holds(condition, values)).toBe(true);
  });

  it.each([
    ['', {}],
    ['text', {}],
    ['text = = :t', TRUE],
    ['text = :t AND', TRUE],
    ['(text = :t', TRUE],
    ['text = :t)', TRUE],
    ['text ! :t', TRUE],
    ['list[x] = :t', TRUE],
    ['attribute_exists(:t)', TRUE],
    ['text = :missing', {}],
    ['text = :t', { ...TRUE, ':unused': 1 }],
    ['text = :t', { ':t': undefined }],
    ['gone < :t', TRUE],
    ['gone < :l', { ':l': [1] }],
    ['#count BETWEEN :a AND :b', { ':a': 2, ':b': 1 }],
    ['#count BETWEEN :a AND :b', { ':a': 1, ':b': 'x' }],
    ['begins_with(text, :n)', { ':n': 1 }],
  ])('is refused as invalid: %s', async (condition, values) => {
    await expect(holds(condition, values)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it.each([
    ['attribute_type(text, :s)', { ':s': 'S' }],
    ['text IN (:a, :b)', { ':a': 'a', ':b': 'b' }],
    ['map.nested.deep = :t AND size(map.name) = :n', { ...TRUE, ':n': 1 }],
  ])('is not guessed at: %s', async (condition, values) => {
    const Item = { ...ITEM, map: { ...ITEM.map, name: '月卡' } };
    await documents.send(new PutCommand({ TableName, Item }));
    await expect(holds(condition, values)).rejects.toThrow(/does not know/);
  });
});
