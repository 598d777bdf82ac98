/** Tokens of text that is known to be valid JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;

/**
 * The top-level members of a JSON object, each value in exactly the spelling that it came in: for protocols that sign the
 * text of a value. Works on byte strings too.
 *
 * @returns `undefined` when it is no JSON object, or a name appears twice: two readers could read two messages
 */
export const jsonMembers = (json: string): ReadonlyMap<string, string> | undefined => {
  if (!isJsonObject(json)) return undefined;
  const members = new Map<string, string>();
  let depth = 0;
  let name: string | undefined;
  let start = 0;
  for (const match of json.matchAll(TOKEN)) {
    const [token] = match;
    if (token === '}' || token === ']') depth -= 1;
    if (depth === 1) {
      if (token === ',') name = undefined;
      else if (name === undefined) {
        name = String(JSON.parse(token));
        if (members.has(name)) return undefined;
        members.set(name, '');
      } else if (token === '{' || token === '[') start = match.index;
      else if (token === '}' || token === ']')
        members.set(name, json.slice(start, match.index + 1));
      else if (token !== ':') members.set(name, token);
    }
    if (token === '{' || token === '[') depth += 1;
  }
  return members;
};

const isJsonObject = (json: string): boolean => {
  if (!json.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
};
