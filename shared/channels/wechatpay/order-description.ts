/** `string(127)`; bytes, to be on the safe side of both ways to count. */
const MAX_BYTES = 127;

/** What buyers read in their wallet: one line, cut between characters, never blank. */
export const orderDescription = (subject: string, fallback: string): string => {
  const line = subject.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  let bytes = 0;
  let end = 0;
  for (const character of line) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES) break;
    end += character.length;
  }
  return line.slice(0, end).trim() || fallback;
};
