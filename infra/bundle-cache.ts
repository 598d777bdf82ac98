import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { z } from 'zod';

/** What the last build of a function read and made. */
export interface KeptBundle {
  /** Folder name inside the cache. */
  readonly folder: string;
  readonly metafile: Metafile;
}

const recordSchema = z.object({
  folder: z.string(),
  metafile: z.custom<Metafile>((value) => typeof value === 'object' && value !== null),
});

/**
 * Bundles by what they were made from, so that nothing is built twice. A bundle is found again only while every
 * file that went into it has the same content; installed packages count through the lockfile.
 */
export class BundleCache {
  readonly #directory: string;
  readonly #root: string;
  /** Files that every bundle depends on, from the root. */
  readonly #always: readonly string[];

  constructor(options: { directory: string; root: string; always: readonly string[] }) {
    this.#directory = options.directory;
    this.#root = options.root;
    this.#always = options.always;
  }

  /** The last bundle of a function if building it now would give the same. */
  async find(id: string): Promise<KeptBundle | undefined> {
    const record = await this.#read(id);
    if (record === undefined || !existsSync(join(this.#directory, record.folder))) return undefined;
    const key = await this.#keyOf(record.metafile);
    return key !== undefined && record.folder === `${id}-${key}` ? record : undefined;
  }

  /** An empty folder to build into; nobody sees it before {@link keep}. */
  async workFolder(id: string): Promise<string> {
    const folder = join(this.#directory, `.building-${id}-${randomUUID()}`);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /**
   * Takes over what was built. Sources that were edited during the build make no promise about the result: it is
   * used once and built again the next time.
   */
  async keep(
    id: string,
    built: { workFolder: string; metafile: Metafile; startedAtMillis: number },
  ): Promise<KeptBundle> {
    const { metafile } = built;
    const edited = await this.#editedSince(metafile, built.startedAtMillis);
    const key = edited ? randomUUID() : ((await this.#keyOf(metafile)) ?? randomUUID());
    const folder = `${id}-${key}`;
    const target = join(this.#directory, folder);
    const previous = await this.#read(id);
    // Another process may have built the same meanwhile; equal names mean equal contents.
    if (existsSync(target)) await rm(built.workFolder, { recursive: true });
    else await rename(built.workFolder, target);
    const draft = join(this.#directory, `.record-${randomUUID()}`);
    await writeFile(draft, JSON.stringify({ folder, metafile }));
    await rename(draft, join(this.#directory, `${id}.json`));
    if (previous && previous.folder !== folder) {
      await rm(join(this.#directory, previous.folder), { recursive: true, force: true });
    }
    return { folder, metafile };
  }

  async #read(id: string): Promise<KeptBundle | undefined> {
    try {
      const text = await readFile(join(this.#directory, `${id}.json`), 'utf8');
      return recordSchema.parse(JSON.parse(text));
    } catch {
      // None yet, or one of an older version: it is built.
      return undefined;
    }
  }

  async #keyOf(metafile: Metafile): Promise<string | undefined> {
    const hash = createHash('sha256');
    try {
      for (const file of this.#sourcesOf(metafile)) {
        hash
          .update(file)
          .update('\0')
          .update(await readFile(join(this.#root, file)));
      }
    } catch {
      // A source is gone.
      return undefined;
    }
    return hash.digest('hex').slice(0, 20);
  }

  async #editedSince(metafile: Metafile, millis: number): Promise<boolean> {
    const stats = await Promise.all(
      this.#sourcesOf(metafile).map((file) => stat(join(this.#root, file))),
    );
    return stats.some(({ mtimeMs }) => mtimeMs >= millis);
  }

  #sourcesOf(metafile: Metafile): string[] {
    const own = Object.keys(metafile.inputs).filter((file) => !file.includes('node_modules/'));
    return [...this.#always, ...own.toSorted()];
  }
}
