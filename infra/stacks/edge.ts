import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { WebAcl } from '../constructs/web-acl.ts';
import type { EnvironmentSettings } from '../stages.ts';

/**
 * The web ACL. CloudFront reads it from us-east-1 only, whatever region the rest is in, so it is a stack of its own;
 * its ARN reaches the api stack as a parameter.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, settings: EnvironmentSettings) {
    super(scope, `${settings.prefix}-edge`, {
      description: 'Arteria: web ACL of the front door',
      env: { region: 'us-east-1' },
      terminationProtection: settings.deletionProtection,
    });
    const { arn } = new WebAcl(this, settings);
    new CfnOutput(this, 'WebAclArn', { value: arn });
  }
}
