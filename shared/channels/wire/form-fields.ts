import type { ReadFields } from './json-fields.ts';

/** Far more than the protocol has; bounds the work an attacker can ask for. */
const MAX_FIELDS = 64;

/**
 * The fields of a query string or form body, decoded once: `+` is a space, `%XX` a byte, and a stray `%` stands for
 * itself (as PHP reads it). A field that appears twice is refused: which one counts differs between readers.
 *
 * @param encoded byte string, as it travelled
 */
export const formFields = (encoded: string): ReadFields => {
  const fields = new Map<string, string>();
  for (const pair of encoded.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    if (fields.has(name)) return { kind: 'malformed', detail: 'a field appears twice' };
    fields.set(name, at < 0 ? '' : decode(pair.slice(at + 1)));
    if (fields.size > MAX_FIELDS) return { kind: 'malformed', detail: 'too many fields' };
  }
  return { kind: 'fields', fields };
};

const decode = (encoded: string): string =>
  encoded
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
