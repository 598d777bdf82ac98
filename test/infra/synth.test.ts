import { describe, expect, test } from 'vitest';
import { ENVIRONMENTS, environmentSettings } from '#infra/stages.ts';
import { anApp, templatesOf } from './template.ts';

describe.each(ENVIRONMENTS)('environment %s', (environment) => {
  test('is synthesised without an account, a region or a look-up', () => {
    const assembly = anApp(environment).synth();
    expect(assembly.manifest.missing ?? []).toEqual([]);
    for (const { stackName, environment: target } of assembly.stacks) {
      expect(target.account).toBe('unknown-account');
      expect(target.region).toBe(stackName.endsWith('-edge') ? 'us-east-1' : 'unknown-region');
    }
  });

  test('has templates that CloudFormation would accept', () => {
    // The check throws on any finding.
    expect(anApp(environment, { validate: true }).synth().stacks).toHaveLength(5);
  });

  test('gives the addresses and names that people and the admin command line need', () => {
    const templates = templatesOf(environment);
    expect(Object.keys(templates.template('api').Outputs)).toEqual(
      expect.arrayContaining(['FrontUrl', 'FrontApiUrl']),
    );
    expect(Object.keys(templates.template('pipeline').Outputs)).toContain('CallbacksUrl');
    expect(Object.keys(templates.template('edge').Outputs)).toContain('WebAclArn');
  });
});

test('stacks depend on one another in one direction, so that each can be deployed alone', () => {
  const assembly = anApp('prod').synth();
  const dependencies = Object.fromEntries(
    assembly.stacks.map((stack) => [
      stack.stackName.replace('arteria-prod-', ''),
      stack.dependencies
        .map(({ id }) => id.replace('arteria-prod-', ''))
        .filter((id) => !id.endsWith('.assets'))
        .toSorted(),
    ]),
  );
  expect(dependencies).toEqual({
    edge: [],
    stateful: [],
    pipeline: ['stateful'],
    api: ['pipeline', 'stateful'],
    observability: ['api', 'pipeline', 'stateful'],
  });
});

test('stacks outside dev refuse to be deleted', () => {
  for (const stack of anApp('prod').synth().stacks) expect(stack.terminationProtection).toBe(true);
  for (const stack of anApp('dev').synth().stacks) {
    expect(stack.terminationProtection ?? false).toBe(false);
  }
});

test('a template that CloudFormation would refuse stops the synthesis', async () => {
  const { CfnResource, Stack } = await import('aws-cdk-lib/core');
  const app = anApp('dev', { validate: true });
  new CfnResource(new Stack(app, 'planted'), 'Bad', {
    type: 'AWS::SQS::Queue',
    properties: { VisibilityTimeout: 'soon' },
  });
  expect(() => app.synth()).toThrow();
});

test('an unknown environment is refused by name', () => {
  expect(() => environmentSettings('staging')).toThrow(
    'no environment "staging"; there are: dev, prod',
  );
});
