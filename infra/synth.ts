import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { createArteria } from './arteria.ts';
import { bundleFunctions, METAFILE } from './bundle.ts';
import type { Domain, Environment } from './stages.ts';

export interface SynthResult {
  readonly outdir: string;
  readonly bundleMillis: number;
  readonly synthMillis: number;
}

/**
 * Bundles every function and writes the CloudFormation templates of one environment to `outdir`. Needs no network,
 * no AWS account and no CDK command line.
 */
export const synth = async (options: {
  readonly outdir: string;
  readonly environment: Environment;
  readonly domain?: Domain;
  /** Also checks the templates against CloudFormation's own schemas, offline; takes a second. */
  readonly validate?: boolean;
}): Promise<SynthResult> => {
  const started = performance.now();
  const bundles = new Map((await bundleFunctions()).map(({ id, folder }) => [id, folder]));
  const bundled = performance.now();
  await removeStaleAssets(options.outdir);
  createArteria({
    ...options,
    codeOf: (id) => Code.fromAsset(folderOf(bundles, id), { exclude: [METAFILE] }),
  }).synth();
  return {
    outdir: options.outdir,
    bundleMillis: Math.round(bundled - started),
    synthMillis: Math.round(performance.now() - bundled),
  };
};

const folderOf = (bundles: ReadonlyMap<string, string>, id: string): string => {
  const folder = bundles.get(id);
  if (folder === undefined) throw new Error(`function ${id} was not bundled`);
  return folder;
};

/** Every changed bundle leaves its old copy behind; nobody reads those of an earlier synthesis. */
const removeStaleAssets = async (outdir: string): Promise<void> => {
  if (!existsSync(outdir)) return;
  const names = (await readdir(outdir)).filter((name) => name.startsWith('asset.'));
  await Promise.all(names.map((name) => rm(join(outdir, name), { recursive: true })));
};
