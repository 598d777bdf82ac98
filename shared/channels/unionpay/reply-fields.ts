import type { ReadFields } from '../wire/json-fields.ts';

const MAX_FIELDS = 64;
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/**
 * The fields of a synchronous reply: `name=value` joined by `&`, nothing encoded. Inside `{…}` and `[…]` an `&` belongs to
 * the value (`tokenPayData={token=…&trId=…}`). A field that appears twice is refused.
 *
 * @param body byte string
 */
export const replyFields = (body: string): ReadFields => {
  const fields = new Map<string, string>();
  for (const pair of pairsOf(body)) {
    const at = pair.indexOf('=');
    if (at <= 0) return { kind: 'malformed', detail: 'not a list of fields' };
    const name = pair.slice(0, at);
    if (fields.has(name)) return { kind: 'malformed', detail: 'a field appears twice' };
    fields.set(name, pair.slice(at + 1));
    if (fields.size > MAX_FIELDS) return { kind: 'malformed', detail: 'too many fields' };
  }
  return { kind: 'fields', fields };
};

function* pairsOf(body: string): Generator<string> {
  const special = /[&{[]/g;
  let start = 0;
  for (let match = special.exec(body); match; match = special.exec(body)) {
    const closing = CLOSING[match[0]];
    if (closing === undefined) {
      yield body.slice(start, match.index);
      start = match.index + 1;
      continue;
    }
    const end = body.indexOf(closing, match.index);
    if (end < 0) break;
    special.lastIndex = end + 1;
  }
  yield body.slice(start);
}
