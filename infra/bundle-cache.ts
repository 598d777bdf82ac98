import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const keptBundleSchema = z.object({
  /** Folder name inside the cache: the function's id and a digest of what it was made from. */
  folder: z.string(),
  /** Files of ours that went into it, from the root. */
  sources: z.array(z.string()),
  sizeBytes: z.int(),
});

/** What the last build of a function read and made. */
export type KeptBundle = z.infer<typeof keptBundleSchema>;

export interface Built {
  readonly workFolder: string;
  readonly sources: readonly string[];
  readonly sizeBytes: number;
  readonly startedAtMillis: number;
}

/**
 * Bundles by what they were made from, so that nothing is built twice. A bundle is found again only while every
 * file that went into it has the same content; installed packages count through the lockfile. Processes may share
 * a cache: a bundle appears whole or not at all.
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

  /** The last bundle of a function, if building it now would give the same. */
  async find(id: string): Promise<KeptBundle | undefined> {
    const record = await this.#read(id);
    if (record === undefined || !existsSync(join(this.#directory, record.folder))) return undefined;
    const digest = await this.#digest(record.sources);
    return digest !== undefined && record.folder === `${id}-${digest}` ? record : undefined;
  }

  /** An empty folder to build into; nobody sees it before {@link keep}. */
  async workFolder(id: string): Promise<string> {
    const folder = join(this.#directory, `.building-${id}-${randomUUID()}`);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /**
   * Takes over what was built. When a source was edited meanwhile, nobody knows which version was built: it is used
   * this once and built again the next time.
   */
  async keep(id: string, built: Built): Promise<KeptBundle> {
    const sources = built.sources.toSorted();
    const digest = (await this.#editedSince(sources, built.startedAtMillis))
      ? undefined
      : await this.#digest(sources);
    const record = {
      folder: `${id}-${digest ?? randomUUID()}`,
      sources,
      sizeBytes: built.sizeBytes,
    };
    const previous = await this.#read(id);
    await this.#publish(built.workFolder, join(this.#directory, record.folder));
    const draft = join(this.#directory, `.record-${randomUUID()}`);
    await writeFile(draft, JSON.stringify(record));
    await rename(draft, this.#recordOf(id));
    if (previous && previous.folder !== record.folder) {
      await rm(join(this.#directory, previous.folder), { recursive: true, force: true });
    }
    return record;
  }

  /** Another process may have built the same meanwhile: equal names mean equal contents. */
  async #publish(workFolder: string, target: string): Promise<void> {
    try {
      await rename(workFolder, target);
    } catch (failure) {
      if (!existsSync(target)) throw failure;
      await rm(workFolder, { recursive: true });
    }
  }

  async #read(id: string): Promise<KeptBundle | undefined> {
    try {
      return keptBundleSchema.parse(JSON.parse(await readFile(this.#recordOf(id), 'utf8')));
    } catch {
      // None yet, or one of an older version: the bundle is built.
      return undefined;
    }
  }

  #recordOf(id: string): string {
    return join(this.#directory, `${id}.json`);
  }

  async #digest(sources: readonly string[]): Promise<string | undefined> {
    const files = [...this.#always, ...sources];
    try {
      const contents = await Promise.all(files.map((file) => readFile(join(this.#root, file))));
      const hash = createHash('sha256');
      for (const [index, content] of contents.entries()) {
        hash.update(`${files[index]}\0${content.length}\0`).update(content);
      }
      return hash.digest('hex').slice(0, 20);
    } catch {
      // A source is gone.
      return undefined;
    }
  }

  async #editedSince(sources: readonly string[], millis: number): Promise<boolean> {
    const stats = await Promise.all(sources.map((file) => stat(join(this.#root, file))));
    return stats.some(({ mtimeMs }) => mtimeMs >= millis);
  }
}
