import { spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** Runs the CDK command line; rejects when it fails. */
export type RunCdk = (args: readonly string[]) => Promise<void>;

const outputsSchema = z.record(z.string(), z.looseObject({ WebAclArn: z.string() }));

/**
 * Deploys an environment: first the web ACL, which must be in us-east-1, then everything else, which is told its ARN
 * (CloudFormation passes no values between regions). Repeating it changes nothing that did not change.
 *
 * @param outputsFile where to write the stacks' outputs, by which `npm run admin` finds the deployment
 */
export const deploy = async (
  environment: string,
  cdk: RunCdk,
  outputsFile?: string,
): Promise<void> => {
  const edge = `arteria-${environment}-edge`;
  const outputs = join(await mkdtemp(join(tmpdir(), 'arteria-deploy-')), 'outputs.json');
  await cdk(['deploy', edge, '--outputs-file', outputs]);
  const webAclArn = outputsSchema.parse(JSON.parse(await readFile(outputs, 'utf8')))[edge]
    ?.WebAclArn;
  if (webAclArn === undefined) throw new Error(`${edge} has no output WebAclArn`);
  await cdk([
    'deploy',
    '--all',
    '--parameters',
    `arteria-${environment}-api:WebAclArn=${webAclArn}`,
    ...(outputsFile === undefined ? [] : ['--outputs-file', outputsFile]),
  ]);
};

const runCdk: RunCdk = (args) =>
  new Promise((resolve, reject) => {
    const child = spawn('cdk', args, { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`cdk ${args.join(' ')} ended with ${code}`)),
    );
  });

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { 'outputs-file': { type: 'string' } } });
  await deploy(process.env.ARTERIA_ENVIRONMENT ?? 'dev', runCdk, values['outputs-file']);
}
