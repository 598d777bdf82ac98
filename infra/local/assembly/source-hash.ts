import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the templates and bundles are made from; the local stack itself is not part of them. */
const SOURCES = ['functions', 'shared', 'infra', 'package.json', 'package-lock.json'];
const NOT_SOURCES = [join('infra', 'local')];

/** SHA-256 over names and contents of every source file: equal hashes give equal assemblies. */
export const sourceHash = async (repository: string): Promise<string> => {
  const hash = createHash('sha256').update(process.version);
  for (const path of SOURCES) {
    for (const file of await filesUnder(repository, path)) {
      hash.update(`\0${file}\0`).update(await readFile(join(repository, file)));
    }
  }
  return hash.digest('hex').slice(0, 32);
};

const filesUnder = async (repository: string, path: string): Promise<string[]> => {
  if (/\.\w+$/.test(path)) return [path];
  const entries = await readdir(join(repository, path), { withFileTypes: true });
  const names = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: string[] = [];
  for (const entry of names) {
    const child = join(path, entry.name);
    if (NOT_SOURCES.includes(child)) continue;
    if (entry.isDirectory()) files.push(...(await filesUnder(repository, child)));
    else files.push(child);
  }
  return files;
};
