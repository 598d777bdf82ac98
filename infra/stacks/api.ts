import type { Code } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ENV } from '#shared/contract/environment.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { FrontDoor } from '../constructs/front-door.ts';
import { HttpFront } from '../constructs/http-front.ts';
import type { Monitoring } from '../constructs/monitoring.ts';
import type { Resources } from '../constructs/resources.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { functionsStartedBy } from '../features/features.ts';
import type { EnvironmentSettings } from '../stages.ts';

export interface ApiStackProps {
  readonly settings: EnvironmentSettings;
  readonly resources: Resources;
  readonly monitoring: Monitoring;
  readonly codeOf: (functionId: string) => Code;
}

/** What buyers and merchants call: the front door, the front API and its functions. */
export class ApiStack extends Stack {
  constructor(scope: Construct, props: ApiStackProps) {
    const { settings, resources, monitoring } = props;
    super(scope, `${settings.prefix}-api`, {
      description: 'Arteria: front door, front API',
      terminationProtection: settings.deletionProtection,
    });
    const webAclArn = new CfnParameter(this, 'WebAclArn', {
      type: 'String',
      description: 'Output WebAclArn of the edge stack, which is always in us-east-1.',
      allowedPattern: '^arn:aws[a-z-]*:wafv2:us-east-1:\\d{12}:global/webacl/.+$',
    });
    const originSecret = new Secret(this, 'OriginSecret', {
      description: 'CloudFront proves with it that a request came through the front door.',
      encryptionKey: resources.telemetryKey,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    acknowledge(
      originSecret,
      'AwsSolutions-SMG4',
      'CloudFront and the functions read it when they are deployed: rotation without a deployment would lock the front door. The runbook tells how to rotate it.',
    );
    const deviceSecret = new Secret(this, 'DeviceCookieSecret', {
      description: "Signs the cookies of buyers' devices.",
      encryptionKey: resources.telemetryKey,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    acknowledge(
      deviceSecret,
      'AwsSolutions-SMG4',
      'The functions read it when they are deployed, so it changes with a deployment. The runbook tells how, and that buyers only get a new cookie.',
    );
    const front = new HttpFront(this, {
      name: 'front',
      throttle: settings.frontThrottle,
      settings,
      telemetryKey: resources.telemetryKey,
      monitoring,
      errorImpact: 'Buyers see an error page or merchants cannot create orders.',
      whyNoAuthorizer:
        "The functions check the front door's secret, then the merchant's hashed API key or the checkout's token: an authorizer would read the same key once more for every call.",
    });
    for (const declaration of functionsStartedBy('http')) {
      if (declaration.trigger.api !== 'front') continue;
      const served = new ServiceFunction(this, {
        declaration,
        resources,
        settings,
        monitoring,
        code: props.codeOf(declaration.id),
        environment: {
          [ENV.originSecret]: originSecret.secretValue.unsafeUnwrap(),
          ...(declaration.knowsDevices && {
            [ENV.deviceCookieSecret]: deviceSecret.secretValue.unsafeUnwrap(),
          }),
        },
      });
      front.serve(served, declaration.trigger.routes);
    }
    const door = new FrontDoor(this, {
      front,
      originSecret,
      webAclArn: webAclArn.valueAsString,
      settings,
    });
    new CfnOutput(this, 'FrontUrl', { value: door.url });
    new CfnOutput(this, 'FrontApiUrl', { value: front.url });
  }
}
