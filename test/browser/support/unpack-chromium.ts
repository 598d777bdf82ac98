import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Beside the package that it comes from: `npm ci` takes both away. */
const CACHE = join(ROOT, 'node_modules/.cache/arteria');
const PACKAGE = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
const DRAFT = '.unpacking-';
const ABANDONED_MILLIS = 600_000;

export interface UnpackedChromium {
  readonly executablePath: string;
  /** The libraries and fonts that came with it. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Chromium out of its npm package, once for this installation. Processes that start at the same time each unpack into
 * a folder of their own; the first to be done publishes it.
 */
export const unpackChromium = async (): Promise<UnpackedChromium> => {
  const text = await readFile(join(PACKAGE, 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
  const folder = join(CACHE, `chromium-${version}`);
  if (!existsSync(folder)) await publish(folder);
  return {
    executablePath: join(folder, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
};

const publish = async (folder: string): Promise<void> => {
  await clearAbandoned();
  const draft = join(CACHE, `${DRAFT}${randomUUID()}`);
  await mkdir(draft, { recursive: true });
  try {
    await unpackInto(draft);
    await writeFile(join(draft, 'fonts.conf'), fontsConfiguration(folder));
    await rename(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/**
 * The package unpacks into the temporary folder under fixed names and takes half a file of another process for a whole
 * one: so it gets a temporary folder to itself. It brings the libraries along only where it believes to be a Lambda.
 */
const unpackInto = async (folder: string): Promise<void> => {
  const script =
    "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: ROOT,
    env: { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
};

/** What a killed process left behind. */
const clearAbandoned = async (): Promise<void> => {
  await mkdir(CACHE, { recursive: true });
  const drafts = (await readdir(CACHE)).filter((name) => name.startsWith(DRAFT));
  for (const path of drafts.map((name) => join(CACHE, name))) {
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_MILLIS) await rm(path, { recursive: true, force: true });
  }
};

/** The machine's own fonts where it has any (Chinese ones do not come with the package), and one that is always there. */
const fontsConfiguration = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
