import { notModelled } from '../refusals.ts';

/** DynamoDB keeps 38 digits; fractions are doubles here, whose shortest form it keeps as it is. */
const FIRST_TOO_LARGE = 10n ** 38n;
const LEAST_FRACTION = 1e-130;

/** A number as the marshaller accepts it: what a double cannot hold exactly is refused. */
export const copyNumber = (value: number): number => {
  // Adding zero turns -0 into 0, as writing it out does.
  if (Number.isSafeInteger(value)) return value + 0;
  if (!Number.isFinite(value)) throw new Error(`Special numeric value ${value} is not allowed`);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new Error(`Number ${value} is beyond Number.MAX_SAFE_INTEGER: use a bigint.`);
  }
  if (Math.abs(value) < LEAST_FRACTION) throw notModelled(`the number ${value}`);
  return value;
};

/** An integer as the unmarshaller gives it back: a bigint only where a number would not be exact. */
export const copyBigInt = (value: bigint): number | bigint => {
  if (value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER) return Number(value);
  if (value >= FIRST_TOO_LARGE || value <= -FIRST_TOO_LARGE) {
    throw notModelled(`the number ${value}`);
  }
  return value;
};

/** The exact sum; `sign` -1 gives the difference. */
export const addNumbers = (
  a: number | bigint,
  b: number | bigint,
  sign: 1 | -1 = 1,
): number | bigint => {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + sign * b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum)) return sum;
  }
  if (!isWhole(a) || !isWhole(b)) throw notModelled('arithmetic with fractions');
  return copyBigInt(BigInt(a) + BigInt(sign) * BigInt(b));
};

const isWhole = (value: number | bigint): boolean =>
  typeof value === 'bigint' || Number.isInteger(value);
