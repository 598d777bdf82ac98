import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generated-files.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const check = process.argv.includes('--check');

const current = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
};

const stale: string[] = [];
for (const { path, content } of await generatedFiles(root)) {
  if ((await current(path)) === content) continue;
  stale.push(path);
  if (check) continue;
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

if (!check) {
  process.stdout.write(stale.length ? `written: ${stale.join(', ')}\n` : 'nothing to write\n');
} else if (stale.length > 0) {
  process.stderr.write(
    `stale: ${stale.join(', ')}; run "npm run generate" and commit the result\n`,
  );
  process.exitCode = 1;
}
