import { invalid, notModelled } from '../refusals.ts';

/** Refuses a call with a parameter that would otherwise be overlooked. */
export const checkInput = (command: string, input: object, known: ReadonlySet<string>): void => {
  for (const name in input) {
    if (!known.has(name) && (input as Record<string, unknown>)[name] !== undefined) {
      throw notModelled(`${name} of ${command}`);
    }
  }
};

/** One of the values that a parameter may have; absent, it is the first of them. */
export const oneOf = <Value extends string>(
  parameter: string,
  values: readonly [Value, ...Value[]],
  value: string | undefined,
): Value => {
  if (value === undefined) return values[0];
  const found = values.find((one) => one === value);
  if (!found) throw notModelled(`${parameter} ${value} here`);
  return found;
};

/** Refuses an empty list and one that is longer than DynamoDB takes. */
export const checkCount = (what: string, count: number, most: number): void => {
  if (count < 1 || count > most) {
    throw invalid(`${count} ${what}: there must be at least 1 and at most ${most}`);
  }
};
