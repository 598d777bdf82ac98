import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { createArteria } from './arteria.ts';
import { bundleFunctions } from './bundle.ts';
import type { Domain } from './stages.ts';

/**
 * Bundles every function and writes the CloudFormation templates of one environment to `outdir`. Needs no network,
 * no AWS account and no CDK command line.
 */
export const synth = async (options: {
  outdir: string;
  environment: 'dev' | 'prod';
  domain?: Domain;
}): Promise<{ outdir: string; bundleMillis: number; synthMillis: number }> => {
  const started = performance.now();
  const bundles = join(options.outdir, 'bundles');
  await bundleFunctions(bundles);
  const bundled = performance.now();
  createArteria({ ...options, codeOf: (id) => Code.fromAsset(join(bundles, id)) }).synth();
  return {
    outdir: options.outdir,
    bundleMillis: Math.round(bundled - started),
    synthMillis: Math.round(performance.now() - bundled),
  };
};
