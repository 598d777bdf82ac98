import { notModelled } from '../refusals.ts';
import { copyBigInt, copyNumber } from './exact-number.ts';

/** Attributes by name, as the document client gives them back. */
export type Item = Readonly<Record<string, unknown>>;

/**
 * A copy as it would come back from DynamoDB after the document client had stored it (`removeUndefinedValues` is on):
 * fields and list entries that are `undefined` or functions are gone, integers are numbers where those are exact, and
 * what the marshaller refuses is refused.
 */
export const copyItem = (item: object): Record<string, unknown> => {
  const prototype = Object.getPrototypeOf(item);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new Error(`Unsupported type passed: ${prototype.constructor?.name}.`);
  }
  // Cloned whole and then corrected: an object built name by name is slow to copy ever after.
  const copy: Record<string, unknown> = hasLeftOut(item) ? withoutLeftOut(item) : { ...item };
  for (const name in copy) {
    const value = copy[name];
    if (typeof value === 'string') continue;
    // Assigning to it would change the copy's prototype.
    if (name === '__proto__') throw notModelled('an attribute named __proto__');
    copy[name] = copyValue(value);
  }
  return copy;
};

export const copyValue = (value: unknown): unknown => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return copyNumber(value);
    case 'bigint':
      return copyBigInt(value);
    case 'object':
      return value === null ? null : copyObject(value);
    default:
      throw new Error(`Unsupported type passed: ${typeof value}.`);
  }
};

const isLeftOut = (value: unknown): boolean => value === undefined || typeof value === 'function';

const hasLeftOut = (item: object): boolean => {
  for (const name in item) if (isLeftOut((item as Item)[name])) return true;
  return false;
};

const withoutLeftOut = (item: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => !isLeftOut(value)));

const copyObject = (value: object): object => {
  if (Array.isArray(value)) return copyList(value);
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (value instanceof Set) return copySet(value);
  return copyItem(value);
};

const copyList = (list: readonly unknown[]): unknown[] => {
  const copy: unknown[] = [];
  for (const value of list) if (!isLeftOut(value)) copy.push(copyValue(value));
  return copy;
};

const copySet = (set: ReadonlySet<unknown>): Set<unknown> => {
  const copy = new Set<unknown>();
  for (const value of set) {
    if (value === undefined) continue;
    if (!['string', 'number', 'bigint'].includes(typeof value)) {
      throw notModelled('a set of anything but strings or numbers');
    }
    copy.add(copyValue(value));
  }
  if (copy.size === 0) throw new Error('Pass a non-empty set, or options.convertEmptyValues=true.');
  const [first] = copy;
  for (const value of copy) {
    if ((typeof value === 'string') !== (typeof first === 'string')) {
      throw notModelled('a set of strings and numbers');
    }
  }
  return copy;
};
