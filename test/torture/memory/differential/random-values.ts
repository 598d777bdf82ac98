import type { TableName } from '#shared/contract/tables.ts';

/** Draws from a seeded source. */
export type Random = () => number;

export const oneOf = <Value>(random: Random, values: readonly Value[]): Value =>
  values[Math.floor(random() * values.length)] as Value;

export const chance = (random: Random, probability: number): boolean => random() < probability;

export const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1));

/** Characters above these are ordered differently by UTF-16 and by UTF-8. */
const TEXTS = ['', 'a', 'ab', '月卡', '\u{1F600}', '\uFB00', 'a\uFB00'];
const NUMBERS = [0, -0, 1, 2, 5, -3, 7n, 0.5, 9_007_199_254_740_993n, -(2n ** 70n)];

export const aText = (random: Random): string => oneOf(random, TEXTS);
export const aNumber = (random: Random): number | bigint => oneOf(random, NUMBERS);
export const aWholeNumber = (random: Random): number | bigint =>
  oneOf(
    random,
    NUMBERS.filter((value) => typeof value === 'bigint' || Number.isInteger(value)),
  );
export const someTags = (random: Random): Set<string> =>
  new Set(['a', 'b', 'c'].filter(() => chance(random, 0.5)).concat('d'));
export const someBytes = (random: Random): Uint8Array =>
  Buffer.from(oneOf(random, ['', 'a', 'ab', 'b', '\xff']), 'latin1');

/** Few enough that a stored one and a given one are often equal. */
const VALUES: readonly unknown[] = [
  'a',
  'ab',
  1,
  1n,
  2n ** 70n,
  true,
  null,
  new Set(['a', 'b']),
  new Set([1, 2n]),
  Buffer.from('ab'),
  [],
  ['a', undefined, { inner: 1 }],
  { inner: 'a', gone: undefined },
  { inner: [new Set(['a']), null] },
];

export const aValue = (random: Random): unknown => oneOf(random, VALUES);

/** Tables of every kind: with three indexes and a stream, with one, with none, and without a sort key. */
export const TABLES_USED = ['orders', 'merchants', 'inventory', 'idempotency'] as const;
const PARTITIONS = ['p', '月'];
const SORT_KEYS = ['ORDER', 'card#1', 'card#\u{1F600}', 'card#\uFB00'];
export const INDEX_PARTITIONS = ['work#1', 'work#2'];
const INDEX_SORT_KEYS = ['2026-01-01', '2026-01-02', '2026-01-03'];

export const aTable = (random: Random): TableName => oneOf(random, TABLES_USED);
export const aPartition = (random: Random): string => oneOf(random, PARTITIONS);
export const aSortKey = (random: Random): string => oneOf(random, SORT_KEYS);
export const anIndexPartition = (random: Random): string => oneOf(random, INDEX_PARTITIONS);
export const anIndexSortKey = (random: Random): string => oneOf(random, INDEX_SORT_KEYS);

export const aKey = (random: Random, table: TableName): Record<string, string> => {
  const pk = aPartition(random);
  return table === 'idempotency' ? { pk } : { pk, sk: aSortKey(random) };
};

export const anItem = (random: Random, table: TableName): Record<string, unknown> => ({
  ...aKey(random, table),
  ...maybe(random, 'version', upTo(random, 3)),
  ...maybe(random, 'amount', aNumber(random)),
  ...maybe(random, 'counter', aWholeNumber(random)),
  ...maybe(random, 'note', aText(random)),
  ...maybe(random, 'tags', someTags(random)),
  ...maybe(random, 'entries', [aValue(random), aValue(random)]),
  ...maybe(random, 'extra', aValue(random)),
  ...maybe(random, 'gone', undefined),
  ...indexAttributes(random, 'list'),
  ...indexAttributes(random, 'work'),
  ...maybe(random, 'holdKey', anIndexPartition(random)),
  ...maybe(random, 'holdUntil', anIndexSortKey(random)),
});

const maybe = (random: Random, name: string, value: unknown): Record<string, unknown> =>
  chance(random, 0.75) ? { [name]: value } : {};

const indexAttributes = (random: Random, index: 'list' | 'work'): Record<string, unknown> => ({
  ...maybe(random, `${index}Key`, anIndexPartition(random)),
  ...maybe(random, `${index}At`, chance(random, 0.02) ? 5 : anIndexSortKey(random)),
});
