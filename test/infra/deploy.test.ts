import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deploy } from '#infra/deploy.ts';

const ARN = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/arteria-prod-front-door/1';

/** Stands in for the CDK command line: writes the outputs that CloudFormation would give. */
const aCdk = (outputs: unknown) => {
  const calls: string[][] = [];
  const cdk = async (args: readonly string[]): Promise<void> => {
    calls.push([...args]);
    const file = args[args.indexOf('--outputs-file') + 1];
    if (args.includes('--outputs-file') && file) await writeFile(file, JSON.stringify(outputs));
  };
  return { calls, cdk };
};

test('the web ACL is deployed first, and its ARN reaches the stack with CloudFront', async () => {
  const { calls, cdk } = aCdk({ 'arteria-prod-edge': { WebAclArn: ARN } });
  await deploy('prod', cdk);
  expect(calls).toEqual([
    ['deploy', 'arteria-prod-edge', '--outputs-file', expect.any(String)],
    ['deploy', '--all', '--parameters', `arteria-prod-api:WebAclArn=${ARN}`],
  ]);
});

test('the outputs of all stacks are written where the operator asks for them', async () => {
  const { calls, cdk } = aCdk({ 'arteria-prod-edge': { WebAclArn: ARN } });
  const file = join(await mkdtemp(join(tmpdir(), 'arteria-outputs-')), 'outputs.json');
  await deploy('prod', cdk, file);
  expect(calls[1]?.slice(-2)).toEqual(['--outputs-file', file]);
});

test('nothing else is deployed without a web ACL', async () => {
  const { calls, cdk } = aCdk({});
  await expect(deploy('prod', cdk)).rejects.toThrow('arteria-prod-edge has no output WebAclArn');
  expect(calls).toHaveLength(1);
});

test('a failed deployment stops at once', async () => {
  const calls: string[] = [];
  const cdk = async ([command = '', stack = '']: readonly string[]): Promise<void> => {
    calls.push(`${command} ${stack}`);
    throw new Error('refused');
  };
  await expect(deploy('dev', cdk)).rejects.toThrow('refused');
  expect(calls).toEqual(['deploy arteria-dev-edge']);
});
