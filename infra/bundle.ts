import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { buildBrowserScripts } from './build-browser-scripts.ts';
import { BundleCache, type KeptBundle } from './bundle-cache.ts';
import { FUNCTIONS } from './features/features.ts';

/** The repository's root: entries are named from here. */
export const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export interface BundleEntry {
  /** Name of the bundle's folder. */
  readonly id: string;
  /** The module that exports `handler`, from `root`. */
  readonly entry: string;
  /** Modules for browsers, from `root`. */
  readonly browserScripts?: readonly string[];
}

export interface Bundle {
  readonly id: string;
  /** Folder with `index.mjs` (exports `handler`), its chunks and their source maps. */
  readonly folder: string;
  /** Minified JavaScript in bytes, chunks that load on demand included, source maps not. */
  readonly sizeBytes: number;
}

/** Dependencies that are still CommonJS call `require`, which an ES module does not have. */
const REQUIRE_BANNER =
  "import{createRequire as arteriaRequire}from'node:module';const require=arteriaRequire(import.meta.url);";

/**
 * Keeps of zod what is used. `import { z } from 'zod'` asks for its whole namespace as an object, 450 KB;
 * `import * as z` is the same to the code and lets esbuild leave out what nobody names. Its messages exist in fifty
 * languages, of which our errors use none: reading them takes a fifth of the time of a build.
 */
const lightZod: Plugin = {
  name: 'light-zod',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[/\\](functions|shared)[/\\].*\.tsx?$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return {
        contents: source.replace("import { z } from 'zod';", "import * as z from 'zod';"),
        loader: path.endsWith('x') ? 'tsx' : 'ts',
      };
    });
    onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

/**
 * A function finds its credentials in its environment. The ways in which a developer's machine finds them (profiles,
 * single sign-on, web identity), four service clients among them, are never reached and stay out.
 */
const DEVELOPERS_CREDENTIALS = [
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
];

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
  plugins: [lightZod],
  external: DEVELOPERS_CREDENTIALS,
  banner: { js: REQUIRE_BANNER },
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Lies in every bundle's folder: esbuild's account of what is in it. Not deployed. */
export const METAFILE = 'meta.json';

/** A change of these may change every bundle. */
const ALWAYS = [
  'package.json',
  'package-lock.json',
  'infra/bundle.ts',
  'infra/build-browser-scripts.ts',
];

/** Where bundles are kept between runs. */
export const BUNDLES = join(REPOSITORY, 'node_modules', '.cache', 'arteria-bundles');

/**
 * Bundles each function into its own folder inside `outdir`, AWS SDK included, so that what runs is what was tested.
 * A function whose sources did not change since is not built again.
 * @throws when an entry does not exist, naming it, or with esbuild's messages when one does not build.
 */
export const bundleFunctions = async (
  outdir: string = BUNDLES,
  options: { entries?: readonly BundleEntry[]; root?: string } = {},
): Promise<Bundle[]> => {
  const { entries = FUNCTIONS, root = REPOSITORY } = options;
  const missing = entries.filter(({ entry }) => !existsSync(join(root, entry)));
  if (missing.length > 0) {
    const list = missing.map(({ id, entry }) => `${id} (${entry})`).join(', ');
    throw new Error(`functions without a source file: ${list}`);
  }
  const cache = new BundleCache({ directory: outdir, root, always: ALWAYS });
  return Promise.all(
    entries.map(async (entry) => {
      const kept = (await cache.find(entry.id)) ?? (await buildOne(entry, cache, root));
      return { id: entry.id, folder: join(outdir, kept.folder), sizeBytes: kept.sizeBytes };
    }),
  );
};

const buildOne = async (
  { id, entry, browserScripts = [] }: BundleEntry,
  cache: BundleCache,
  root: string,
): Promise<KeptBundle> => {
  const startedAtMillis = Date.now();
  const workFolder = await cache.workFolder(id);
  try {
    const { metafile } = await build({
      ...OPTIONS,
      absWorkingDir: root,
      entryPoints: [{ in: join(root, entry), out: 'index' }],
      outdir: workFolder,
    });
    await writeFile(join(workFolder, METAFILE), JSON.stringify(metafile));
    const scripts = await buildBrowserScripts(browserScripts, { root, bundle: workFolder });
    const sources = [...new Set([...Object.keys(metafile.inputs), ...scripts])].filter(
      (file) => !file.includes('node_modules/'),
    );
    const sizeBytes = sizeOf(metafile);
    return await cache.keep(id, { workFolder, sources, sizeBytes, startedAtMillis });
  } catch (failure) {
    await rm(workFolder, { recursive: true, force: true });
    throw failure;
  }
};

const sizeOf = (metafile: Metafile): number =>
  Object.entries(metafile.outputs)
    .filter(([file]) => file.endsWith('.mjs'))
    .reduce((sum, [, output]) => sum + output.bytes, 0);
