import { harmlessLine } from '../wire/harmless-line.ts';

/** Gateways cut `name` at 127 bytes, some in the middle of a character, which breaks their own signature. */
const MAX_NAME_BYTES = 127;

/**
 * Characters that gateways escape for HTML or SQL before they store the name (`&` comes back as `&amp;`), or that
 * could look like another field in the signed text.
 */
const FORBIDDEN = /[&=<>"'\\]/g;

/** The subject as the gateway gets it (`name`): one line, harmless characters, at most 127 bytes, never blank. */
export const wireName = (subject: string, fallback: string): string =>
  cutToBytes(harmlessLine(subject, FORBIDDEN), MAX_NAME_BYTES).trim() || fallback;

const cutToBytes = (text: string, maxBytes: number): string => {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    end += character.length;
  }
  return text.slice(0, end);
};
