import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { FUNCTIONS } from './features/features.ts';

/** The repository's root: entries are named from here. */
export const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export interface BundleEntry {
  /** Name of the bundle's folder. */
  readonly id: string;
  /** The module that exports `handler`, from `root`. */
  readonly entry: string;
}

export interface Bundle {
  readonly id: string;
  /** Folder with `index.mjs` (exports `handler`), its chunks and their source maps. */
  readonly folder: string;
  readonly metafile: Metafile;
  /** Minified JavaScript in bytes, chunks that load on demand included, source maps not. */
  readonly sizeBytes: number;
}

/** Dependencies that are still CommonJS call `require`, which an ES module does not have. */
const REQUIRE_BANNER =
  "import{createRequire as arteriaRequire}from'node:module';const require=arteriaRequire(import.meta.url);";

const OPTIONS = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  // Providers are loaded with import(): each becomes a chunk that a function reads on first use.
  splitting: true,
  chunkNames: 'chunk-[hash]',
  sourcemap: 'linked',
  sourcesContent: false,
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfigRaw: '{}',
  banner: { js: REQUIRE_BANNER },
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/**
 * Bundles each function into its own folder `<outdir>/<id>`, AWS SDK included, so that what runs is what was tested.
 * @throws when an entry does not exist, naming it, or with esbuild's messages when one does not build.
 */
export const bundleFunctions = async (
  outdir: string,
  options: { entries?: readonly BundleEntry[]; root?: string } = {},
): Promise<Bundle[]> => {
  const { entries = FUNCTIONS, root = REPOSITORY } = options;
  const missing = entries.filter(({ entry }) => !existsSync(join(root, entry)));
  if (missing.length > 0) {
    const list = missing.map(({ id, entry }) => `${id} (${entry})`).join(', ');
    throw new Error(`functions without a source file: ${list}`);
  }
  await rm(outdir, { recursive: true, force: true });
  return Promise.all(entries.map((entry) => bundleOne(entry, outdir, root)));
};

const bundleOne = async (
  { id, entry }: BundleEntry,
  outdir: string,
  root: string,
): Promise<Bundle> => {
  const folder = join(outdir, id);
  const { metafile } = await build({
    ...OPTIONS,
    absWorkingDir: root,
    entryPoints: [{ in: join(root, entry), out: 'index' }],
    outdir: folder,
  });
  const sizeBytes = Object.entries(metafile.outputs)
    .filter(([file]) => file.endsWith('.mjs'))
    .reduce((sum, [, output]) => sum + output.bytes, 0);
  await mkdir(outdir, { recursive: true });
  await writeFile(join(outdir, `${id}.meta.json`), JSON.stringify(metafile));
  return { id, folder, metafile, sizeBytes };
};
