import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildBrowserScripts } from '#infra/build-browser-scripts.ts';
import { temporaryFolder } from './temporary-folder.ts';

const entries = ['page/one.tsx', 'page/two.tsx'];

/** A small page in two entries that share a module, and load another one when asked. */
const aPage = async (text = 'shared') => {
  const root = await temporaryFolder();
  await mkdir(join(root, 'page'));
  await writeFile(join(root, 'page/shared.ts'), `export const shared = '${text}';`);
  await writeFile(join(root, 'page/later.ts'), "export const later = 'later';");
  for (const entry of entries)
    await writeFile(
      join(root, entry),
      `import { shared } from './shared.ts';
       console.log('${entry}', shared, import('./later.ts'));`,
    );
  const bundle = join(root, 'bundle');
  const sources = await buildBrowserScripts(entries, { root, bundle });
  const folder = join(bundle, 'scripts');
  const list = JSON.parse(await readFile(join(folder, 'scripts.json'), 'utf8'));
  return { folder, list: list as Record<string, string>, sources };
};

describe('scripts for browsers', () => {
  test('are one file an entry, and what is loaded later is another', async () => {
    const { folder, list, sources } = await aPage();
    expect(Object.keys(list).sort()).toEqual(['one', 'two']);
    for (const file of Object.values(list)) {
      const code = await readFile(join(folder, file), 'utf8');
      expect(code).toContain('shared');
      expect(code).toMatch(/import\("\.\/[\w-]+-[0-9A-Z]{8}\.js"\)/);
    }
    expect(new Set(sources)).toEqual(new Set([...entries, 'page/shared.ts', 'page/later.ts']));
  });

  test('are named by their content, and compressed without loss', async () => {
    const { folder, list } = await aPage();
    expect((await aPage()).list).toEqual(list);
    expect((await aPage('other')).list.one).not.toBe(list.one);
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.js'))) {
      const code = await readFile(join(folder, file));
      expect(brotliDecompressSync(await readFile(join(folder, `${file}.br`)))).toEqual(code);
      expect(gunzipSync(await readFile(join(folder, `${file}.gz`)))).toEqual(code);
    }
  });

  test('of a function without any are no folder', async () => {
    const root = await temporaryFolder();
    expect(await buildBrowserScripts([], { root, bundle: root })).toEqual([]);
    expect(await readdir(root)).toEqual([]);
  });
});
