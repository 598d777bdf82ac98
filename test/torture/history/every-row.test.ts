import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { INVARIANTS } from '../invariants/invariants.ts';
import { PLANTED_BUGS } from '../planted/plants.ts';

const ROWS = Array.from({ length: 33 }, (_, index) => `T${index + 1}`);
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Row → the files in which a test or a group of tests has its name, once for each. */
const filesByRow = (): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const file of readdirSync(new URL('.', import.meta.url))) {
    if (!file.endsWith('.test.ts')) continue;
    for (const [, row = ''] of read(file).matchAll(/^(?:it|describe)\(\s*['"`](T\d+): /gm))
      found.set(row, [...(found.get(row) ?? []), file]);
  }
  return found;
};

it('every row of the history is answered by one named test or group of tests', () => {
  const found = filesByRow();
  expect([...found.keys()].toSorted()).toEqual(ROWS.toSorted());
  for (const row of ROWS) expect(found.get(row), row).toHaveLength(1);
});

it('docs/torture.md tells all of them, each with the file that answers it', () => {
  const table = read('../../../docs/torture.md').matchAll(/^\| (T\d+) \|.*\| `([\w-]+)` \|$/gm);
  const told = [...table].map(([, row, file]) => [row, [`${file}.test.ts`]]);
  const found = filesByRow();
  expect(told).toEqual(ROWS.map((row) => [row, found.get(row)]));
});

it('docs/torture.md names every planted bug and every invariant as the suite does', () => {
  const words = read('../../../docs/torture.md').replaceAll(/\s+/g, ' ').replaceAll('**', '');
  for (const name of [...Object.keys(PLANTED_BUGS), ...Object.keys(INVARIANTS)])
    expect(words).toContain(name);
});
