/** DynamoDB's name for a value's type; sets of bytes are not modelled. */
export type ValueType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'L' | 'M' | 'SS' | 'NS';

export const typeOf = (value: unknown): ValueType => {
  switch (typeof value) {
    case 'string':
      return 'S';
    case 'number':
    case 'bigint':
      return 'N';
    case 'boolean':
      return 'BOOL';
    default:
      break;
  }
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return 'L';
  if (value instanceof Uint8Array) return 'B';
  if (value instanceof Set) {
    const [first] = value;
    return typeof first === 'string' ? 'SS' : 'NS';
  }
  return 'M';
};

export const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

/** UTF-16, in which JavaScript compares, and UTF-8, in which DynamoDB does, order characters above these differently. */
const ABOVE_PLAIN = /[\uD800-\uFFFF]/;

/** The order of the strings' UTF-8 bytes: negative, zero or positive. */
export const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  if (ABOVE_PLAIN.test(a) && ABOVE_PLAIN.test(b)) {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return a < b ? -1 : 1;
};

/** Negative, zero or positive; `undefined` for values that have no order, as of different types. */
export const compareValues = (a: unknown, b: unknown): number | undefined => {
  if (typeof a === 'string') return typeof b === 'string' ? compareText(a, b) : undefined;
  if (isNumber(a)) {
    if (!isNumber(b)) return undefined;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) : undefined;
};

/** Equal in type and content; sets and maps in any order. Both values are copies that {@link copyValue} made. */
export const equalValues = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case 'B':
      return Buffer.compare(a as Uint8Array, b as Uint8Array) === 0;
    case 'L':
      return equalLists(a as unknown[], b as unknown[]);
    case 'SS':
    case 'NS':
      return (a as Set<unknown>).symmetricDifference(b as Set<unknown>).size === 0;
    default:
      return equalMaps(a as Record<string, unknown>, b as Record<string, unknown>);
  }
};

const equalLists = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, index) => equalValues(value, b[index]));

const equalMaps = (a: Record<string, unknown>, b: Record<string, unknown>): boolean => {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equalValues(a[name], b[name]))
  );
};
