import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceHash } from './source-hash.ts';

export interface Assembly {
  /** Folder with the templates and bundles. */
  readonly folder: string;
  /** Whether an earlier start made it from the same sources. */
  readonly cached: boolean;
}

/** Assemblies kept; stacks that still run may load a provider's chunk from an older one. */
const KEPT = 6;
/** A draft this old belongs to a start that was killed, or to one whose stack has ended by now. */
const DRAFT_LIFETIME_MILLIS = 86_400_000;

/**
 * The synthesised dev environment of this source tree, made once for each state of the sources and shared by every
 * local stack of the checkout.
 * @param onMiss told before it has to be made, which takes seconds.
 */
export const cachedAssembly = async (repository: string, onMiss: () => void): Promise<Assembly> => {
  const cache = join(repository, 'node_modules', '.cache', 'arteria-assemblies');
  const folder = join(cache, await sourceHash(repository));
  if (existsSync(folder)) {
    const now = new Date();
    await utimes(folder, now, now);
    return { folder, cached: true };
  }
  onMiss();
  await mkdir(cache, { recursive: true });
  // Loaded when needed: the CDK takes longer to load than everything else together.
  const { synth } = await import('../../synth.ts');
  const draft = `${folder}.${process.pid}`;
  try {
    await synth({ outdir: draft, environment: 'dev' });
    // Somebody edited a source meanwhile: nobody knows which version this is. It is used this once.
    if (join(cache, await sourceHash(repository)) !== folder)
      return { folder: draft, cached: false };
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another start was faster: its folder is as good.
    if (!existsSync(folder)) throw error;
  }
  await dropOldest(cache);
  return { folder, cached: false };
};

const dropOldest = async (cache: string): Promise<void> => {
  const folders = await Promise.all(
    (await readdir(cache)).map(async (name) => {
      const path = join(cache, name);
      return { path, isDraft: name.includes('.'), usedAtMillis: (await stat(path)).mtimeMs };
    }),
  );
  const abandoned = Date.now() - DRAFT_LIFETIME_MILLIS;
  const drafts = folders.filter(({ isDraft, usedAtMillis }) => isDraft && usedAtMillis < abandoned);
  const old = folders
    .filter(({ isDraft }) => !isDraft)
    .sort((a, b) => b.usedAtMillis - a.usedAtMillis)
    .slice(KEPT);
  for (const { path } of [...drafts, ...old]) await rm(path, { recursive: true, force: true });
};
