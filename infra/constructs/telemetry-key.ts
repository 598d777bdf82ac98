import {
  AccountRootPrincipal,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '../stages.ts';

/**
 * Policy of a key for logs: the account decides by IAM, CloudWatch Logs may use it for log groups of this account,
 * and the named services may use it for what they send.
 */
export const telemetryKeyPolicy = (
  scope: Construct,
  services: readonly string[],
): PolicyDocument => {
  const stack = Stack.of(scope);
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'AccountByIam',
        principals: [new AccountRootPrincipal()],
        actions: ['kms:*'],
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'Logs',
        principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:DescribeKey',
        ],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
              service: 'logs',
              resource: 'log-group',
              resourceName: '*',
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
      ...services.map(
        (service) =>
          new PolicyStatement({
            principals: [new ServicePrincipal(service)],
            actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
            resources: ['*'],
          }),
      ),
    ],
  });
};

/** Encrypts logs, the alarms' topic and the origin secret. */
export const createTelemetryKey = (scope: Construct, settings: EnvironmentSettings): Key =>
  new Key(scope, 'TelemetryKey', {
    description: `${settings.prefix}: logs, alarms, origin secret`,
    enableKeyRotation: true,
    policy: telemetryKeyPolicy(scope, ['cloudwatch.amazonaws.com']),
    removalPolicy: settings.removalPolicy,
  });
