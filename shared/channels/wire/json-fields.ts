import { bytesOf, type Fields } from './fields.ts';

export type ReadFields =
  | { readonly kind: 'fields'; readonly fields: Fields }
  | { readonly kind: 'malformed'; readonly detail: string };

/** Tokens of text that is known to be valid JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;

/**
 * The top-level fields of a JSON object, for a protocol that signs values as text: a number keeps its spelling
 * (`10.0000`, 19-digit order numbers). Arrays and objects inside are left out, as the protocol leaves them out of
 * signatures; `null` is empty; a field that appears twice is refused, because two readers could read two messages.
 */
export const jsonFields = (text: string): ReadFields => {
  // PHP files saved with a byte order mark put it before every reply.
  const json = text.replace(/^\uFEFF/, '').trim();
  if (!json.startsWith('{')) return { kind: 'malformed', detail: 'not a JSON object' };
  try {
    JSON.parse(json);
  } catch {
    return { kind: 'malformed', detail: 'not valid JSON' };
  }
  const fields = new Map<string, string>();
  const names = new Set<string>();
  let depth = 0;
  let name: string | undefined;
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth !== 1 || token === ':') continue;
    else if (token === ',') name = undefined;
    else if (name === undefined) {
      name = String(JSON.parse(token));
      if (names.has(name)) return { kind: 'malformed', detail: 'a field appears twice' };
      names.add(name);
    } else fields.set(bytesOf(name), bytesOf(scalarText(token)));
  }
  return { kind: 'fields', fields };
};

const scalarText = (token: string): string => {
  if (token === 'null') return '';
  return token.startsWith('"') ? String(JSON.parse(token)) : token;
};
