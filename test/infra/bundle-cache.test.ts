import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleFunctions } from '#infra/bundle.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ENTRIES = [
  { id: 'first', entry: 'functions/first/handler.ts' },
  { id: 'second', entry: 'functions/second/handler.ts' },
];
const PAST = new Date('2020-01-01T00:00:00Z');

/** A small source tree: two functions, one module that only the first imports, one provider that it loads late. */
const aSourceTree = async () => {
  const root = temporaryFolder();
  const write = async (file: string, text: string): Promise<void> => {
    const path = join(root, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    // A file as old as a checkout's, not edited during the build.
    await utimes(path, PAST, PAST);
  };
  await write('package.json', '{"type":"module"}');
  await write('package-lock.json', '{}');
  await write('infra/bundle.ts', '');
  await write('infra/build-browser-scripts.ts', '');
  await write(
    'functions/first/handler.ts',
    `import { greeting } from '../../shared/greeting.ts';
     export const handler = async (): Promise<string> => greeting + (await import('../../shared/provider.ts')).provider;`,
  );
  await write('functions/second/handler.ts', `export const handler = async () => 'second';`);
  await write('shared/greeting.ts', `export const greeting: string = 'hello ';`);
  await write('shared/provider.ts', `export const provider = 'provider';`);
  const outdir = join(root, 'bundles');
  return { root, outdir, write, bundle: () => bundleFunctions(outdir, { entries: ENTRIES, root }) };
};

const run = async (folder: string): Promise<unknown> => {
  const { handler } = (await import(join(folder, 'index.mjs'))) as {
    handler: () => Promise<unknown>;
  };
  return handler();
};

test('a bundle is a folder that runs on its own; what is imported late is a chunk of its own', async () => {
  const { bundle } = await aSourceTree();
  const [first, second] = await bundle();
  expect(await run(first?.folder ?? '')).toBe('hello provider');
  expect(await run(second?.folder ?? '')).toBe('second');
  const files = await readdir(first?.folder ?? '');
  const chunks = files.filter((file) => /^chunk-.*\.mjs$/.test(file));
  expect(files).toContain('index.mjs.map');
  const texts = await Promise.all(
    ['index.mjs', ...chunks].map((file) => readFile(join(first?.folder ?? '', file), 'utf8')),
  );
  expect(texts[0]).toContain('hello');
  expect(texts[0]).not.toContain('"provider"');
  expect(first?.sizeBytes).toBe(texts.reduce((sum, text) => sum + text.length, 0));
});

test('what did not change is not built again', async () => {
  const { bundle } = await aSourceTree();
  const before = await bundle();
  // Had it been built again, the mark would be gone.
  for (const { folder } of before) await writeFile(join(folder, 'mark'), '');
  expect(await bundle()).toEqual(before);
  for (const { folder } of before) expect(await readdir(folder)).toContain('mark');
});

test('a changed module rebuilds the functions that import it, and only those', async () => {
  const { bundle, write } = await aSourceTree();
  const [first, second] = await bundle();
  await write('shared/greeting.ts', `export const greeting: string = 'good day ';`);
  const [changed, same] = await bundle();
  expect(changed?.folder).not.toBe(first?.folder);
  expect(await run(changed?.folder ?? '')).toBe('good day provider');
  expect(same).toEqual(second);
});

test.each([
  'package-lock.json',
  'package.json',
  'infra/bundle.ts',
  'infra/build-browser-scripts.ts',
])('a change of %s rebuilds everything', async (file) => {
  const { bundle, write } = await aSourceTree();
  const before = await bundle();
  await write(file, '{ "name": "changed" }');
  const after = await bundle();
  for (const [index, { folder }] of after.entries()) {
    expect(folder).not.toBe(before[index]?.folder);
  }
});

test('a bundle of sources that were edited while it was built is not found again', async () => {
  const { bundle, root } = await aSourceTree();
  const future = new Date(Date.now() + 60_000);
  await utimes(join(root, 'functions/second/handler.ts'), future, future);
  const [, once] = await bundle();
  const [, again] = await bundle();
  expect(again?.folder).not.toBe(once?.folder);
  expect(await run(again?.folder ?? '')).toBe('second');
});

test('processes that bundle the same at once get the same whole bundles, and leave nothing behind', async () => {
  const { bundle, outdir } = await aSourceTree();
  const results = await Promise.all([bundle(), bundle(), bundle()]);
  for (const [first, second] of results) {
    expect(await run(first?.folder ?? '')).toBe('hello provider');
    expect(await run(second?.folder ?? '')).toBe('second');
  }
  expect((await readdir(outdir)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('an entry that does not exist stops with its name, one that does not build with its error', async () => {
  const { outdir, root, write } = await aSourceTree();
  const missing = [{ id: 'third', entry: 'functions/third/handler.ts' }];
  await expect(bundleFunctions(outdir, { entries: missing, root })).rejects.toThrow(
    'functions without a source file: third (functions/third/handler.ts)',
  );
  await write('functions/third/handler.ts', `import '../../shared/nowhere.ts';`);
  await expect(bundleFunctions(outdir, { entries: missing, root })).rejects.toThrow('nowhere.ts');
});
