/** An entry of a registry, one a line. */
const ENTRY = /^ {2}(\w+): async \(\) => /;

/**
 * Adds an entry to a registry, in the order of names.
 *
 * @throws Error when the name is taken, or when the text has no entries
 */
export const addLine = (source: string, name: string, line: string): string => {
  const lines = source.split('\n');
  const entries = lines.flatMap((text, at) => {
    const [, key] = ENTRY.exec(text) ?? [];
    return key === undefined ? [] : [{ key, at }];
  });
  if (entries.some(({ key }) => key === name)) throw new Error(`there is a "${name}" already`);
  const last = entries.at(-1);
  if (!last) throw new Error('the registry has no entries');
  const next = entries.find(({ key }) => key > name)?.at ?? last.at + 1;
  return lines.toSpliced(next, 0, line).join('\n');
};
