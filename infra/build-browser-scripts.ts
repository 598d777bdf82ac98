import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { PAGE_SCRIPTS } from '#shared/contract/page-scripts.ts';

/** What buyers' browsers understand, the old ones inside wallets included. */
const TARGET = ['es2020', 'chrome80', 'safari14.1'];

const OPTIONS = {
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: TARGET,
  minify: true,
  // What only some visits need is loaded by import(), as a file of its own.
  splitting: true,
  // The name tells the content, so that browsers may keep a file for ever.
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  mainFields: ['module', 'main'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfigRaw: '{}',
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/**
 * Builds scripts for browsers into the folder of a function's bundle, with a list by which the function finds them, and
 * each also compressed as well as it gets: that costs a second once, and no request.
 *
 * @returns the files they were made from
 */
export const buildBrowserScripts = async (
  entries: readonly string[],
  { root, bundle }: { readonly root: string; readonly bundle: string },
): Promise<string[]> => {
  if (entries.length === 0) return [];
  const folder = join(bundle, PAGE_SCRIPTS.folder);
  // Each by itself: what two entries share would become a file of its own, which is asked for one round trip later.
  const built = await Promise.all(
    entries.map((entry) =>
      build({
        ...OPTIONS,
        absWorkingDir: root,
        entryPoints: [join(root, entry)],
        outdir: folder,
      }),
    ),
  );
  const metafiles = built.map(({ metafile }) => metafile);
  const list = metafiles.flatMap(({ outputs }) =>
    Object.entries(outputs).flatMap(([output, { entryPoint }]) =>
      entryPoint !== undefined && entries.includes(entryPoint)
        ? [[nameOf(entryPoint), basename(output)]]
        : [],
    ),
  );
  await writeFile(join(folder, PAGE_SCRIPTS.list), JSON.stringify(Object.fromEntries(list)));
  await Promise.all(
    (await readdir(folder))
      .filter((name) => name.endsWith('.js'))
      .map((name) => compress(join(folder, name))),
  );
  return metafiles.flatMap(({ inputs }) => Object.keys(inputs));
};

/** `functions/…/checkout.en.tsx` → `checkout.en`. */
const nameOf = (entryPoint: string): string => basename(entryPoint).replace(/\.tsx?$/, '');

const compress = async (file: string): Promise<void> => {
  const bytes = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
  await writeFile(
    `${file}.gz`,
    await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  );
};
