/**
 * A message's fields. Names and values are byte strings: each character is one byte (0–255) of what travelled, so
 * that a value in GBK or in broken UTF-8 is signed and verified exactly as the other side saw it.
 */
export type Fields = ReadonlyMap<string, string>;

/** Text → byte string (its UTF-8 bytes). */
export const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Byte string → text; bytes that are no UTF-8 become U+FFFD. */
export const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** A field as text; `''` when it is missing. Bounded: replies end up in logs and timelines. */
export const textField = (fields: Fields, name: string, maxLength = 200): string =>
  textOf(fields.get(name) ?? '')
    .trim()
    .slice(0, maxLength);
