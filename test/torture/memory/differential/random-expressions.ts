import {
  aNumber,
  anIndexPartition,
  anIndexSortKey,
  aPartition,
  aSortKey,
  aText,
  aValue,
  aWholeNumber,
  chance,
  oneOf,
  type Random,
  someBytes,
  someTags,
  upTo,
} from './random-values.ts';

/** What a `:value` is in every expression here. */
const VALUES: Record<string, (random: Random) => unknown> = {
  ':version': (random) => upTo(random, 3),
  ':amount': aNumber,
  ':whole': aWholeNumber,
  ':low': (random) => upTo(random, 2),
  ':high': (random) => 2 + upTo(random, 3),
  ':text': aText,
  ':ordered': (random) => oneOf(random, [aNumber(random), aText(random), someBytes(random)]),
  ':any': aValue,
  ':tag': (random) => oneOf(random, ['a', 'b', 'x', 1]),
  ':tags': someTags,
  ':count': (random) => upTo(random, 3),
  ':more': (random) => [aValue(random)],
  ':work': anIndexPartition,
  ':at': anIndexSortKey,
  ':pk': aPartition,
  ':sk': aSortKey,
  ':sk2': aSortKey,
  ':prefix': (random) => oneOf(random, ['card#', 'O', 'x', '2026']),
};

/** Adds to a call what its expressions' placeholders stand for. */
export const withPlaceholders = <Input extends object>(
  random: Random,
  input: Input,
  { flawed = 0 }: { flawed?: number } = {},
): Input => {
  const text = Object.entries(input)
    .flatMap(([name, value]) => (name.endsWith('Expression') ? [String(value)] : []))
    .join(' ');
  const used = new Set(text.match(/[#:]\w+/g));
  if (chance(random, flawed)) used.delete([...used][0] ?? '');
  if (chance(random, flawed)) used.add(':version');
  const names = [...used].filter((one) => one.startsWith('#'));
  const values = [...used].filter((one) => one.startsWith(':'));
  return {
    ...input,
    ...(names.length > 0 && {
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])),
    }),
    ...(values.length > 0 && {
      ExpressionAttributeValues: Object.fromEntries(
        values.map((name) => [name, VALUES[name]?.(random)]),
      ),
    }),
  };
};

const CONDITIONS = [
  'attribute_not_exists(pk)',
  'attribute_exists(pk)',
  '#version = :version',
  'version <> :version',
  'extra = :any',
  'extra <> :any',
  'amount <= :amount',
  'attribute_not_exists(amount) OR amount <= :amount',
  'amount < :ordered',
  'note >= :ordered',
  'extra > :ordered',
  'amount BETWEEN :low AND :high',
  'note BETWEEN :text AND :text',
  'begins_with(note, :text)',
  'begins_with(extra, :text)',
  'contains(tags, :tag)',
  'contains(entries, :any)',
  'contains(note, :text)',
  'size(tags) > :count',
  'size(entries) = :count AND attribute_exists(note)',
  'NOT attribute_exists(note)',
  'NOT (version >= :version AND note > :text) OR attribute_not_exists(#counter)',
  '(version = :version OR #counter > :whole) AND attribute_exists(pk)',
  'entries[0] = :any',
  'extra.#inner <> :any',
  'amount = #counter OR amount < #counter',
  'attribute_not_exists(workKey) AND workAt <= :at',
];

export const aCondition = (
  random: Random,
  probability: number,
): { ConditionExpression?: string } =>
  chance(random, probability) ? { ConditionExpression: oneOf(random, CONDITIONS) } : {};

const UPDATES = [
  'SET #version = :version',
  'SET #version = :version, note = :text',
  'SET extra = :any',
  'SET #counter = #counter + :whole',
  'SET #counter = :whole - #counter',
  'SET #counter = if_not_exists(#counter, :whole) + :whole',
  'ADD #counter :whole',
  'SET expiresAtSeconds = :version ADD #counter :whole, tags :tags',
  'ADD tags :tags',
  'SET note = :text DELETE tags :tags',
  'SET note = :text REMOVE extra, amount',
  'SET workKey = :work, workAt = :at',
  'SET workAt = :at REMOVE listKey',
  'SET entries = list_append(entries, :more)',
  'SET entries = list_append(:more, if_not_exists(entries, :more))',
  'SET note = extra, extra = note',
  'ADD extra :whole',
  'ADD note :tags',
];

/** Refused whatever is there. Emulators look at the condition first, DynamoDB does not. */
const FLAWED = ['SET pk = :text', 'SET note = :text, #note = :text', 'SET note :text', 'ADD note'];

/** Emulators differ from DynamoDB in what such an update makes of an item that does not exist. */
const REMOVALS = ['REMOVE note', 'REMOVE workAt, listAt', 'DELETE tags :tags'];

export const aFlawedUpdate = (random: Random): Record<string, string> => ({
  UpdateExpression: oneOf(random, FLAWED),
});

export const anUpdate = (random: Random): Record<string, string> => {
  if (chance(random, 0.1)) {
    return {
      UpdateExpression: oneOf(random, REMOVALS),
      ConditionExpression: 'attribute_exists(pk)',
    };
  }
  return { UpdateExpression: oneOf(random, UPDATES), ...aCondition(random, 0.6) };
};

const SORT_CONDITIONS = [
  '= :sk',
  '< :sk',
  '<= :sk',
  '> :sk',
  '>= :sk',
  'BETWEEN :sk AND :sk2',
] as const;

export const aKeyCondition = (random: Random, partitionKey: string, sortKey: string): string => {
  const partition = `${partitionKey} = ${partitionKey === 'pk' ? ':pk' : ':work'}`;
  if (chance(random, 0.3)) return partition;
  if (chance(random, 0.2)) return `begins_with(${sortKey}, :prefix) AND ${partition}`;
  const condition: string = oneOf(random, SORT_CONDITIONS);
  const values = sortKey === 'sk' ? condition : condition.replace(/:sk2?/g, ':at');
  return `${partition} AND ${sortKey} ${values}`;
};
