import { crc32 } from 'node:zlib';

const POSITIONS = 64;

/**
 * Another text with the checksum of the first: a CRC32 is linear, so that 64 letters, each of which may be an `a` or a `c`, are
 * far more than enough to reach every one of its values.
 *
 * @param withPadding the text around those letters
 */
export const withChecksumOf = (
  wanted: Buffer,
  withPadding: (letters: string) => string,
): Buffer => {
  const textOf = (choice: bigint): Buffer =>
    Buffer.from(
      withPadding(
        Array.from({ length: POSITIONS }, (_, at) =>
          (choice >> BigInt(at)) & 1n ? 'c' : 'a',
        ).join(''),
      ),
    );
  const plain = crc32(textOf(0n));
  const reached = new Map<number, { readonly sum: number; readonly choice: bigint }>();
  const reduced = (from: { sum: number; choice: bigint }) => {
    let { sum, choice } = from;
    for (let bit = 31; bit >= 0; bit -= 1) {
      const known = (sum >>> bit) & 1 ? reached.get(bit) : undefined;
      if (known) [sum, choice] = [(sum ^ known.sum) >>> 0, choice ^ known.choice];
    }
    return { sum, choice };
  };
  for (let at = 0; at < POSITIONS; at += 1) {
    const choice = 1n << BigInt(at);
    const rest = reduced({ sum: (crc32(textOf(choice)) ^ plain) >>> 0, choice });
    if (rest.sum !== 0) reached.set(31 - Math.clz32(rest.sum), rest);
  }
  const { sum, choice } = reduced({ sum: (crc32(wanted) ^ plain) >>> 0, choice: 0n });
  if (sum !== 0) throw new Error('too few letters');
  return textOf(choice);
};
