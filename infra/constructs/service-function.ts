import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionDeclaration } from '../features/feature.ts';
import type { EnvironmentSettings } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import { functionEnvironment } from './function-environment.ts';
import { functionStatements } from './function-statements.ts';
import type { Monitoring } from './monitoring.ts';
import type { Resources } from './resources.ts';

export interface ServiceFunctionProps {
  readonly declaration: FunctionDeclaration;
  readonly resources: Resources;
  readonly settings: EnvironmentSettings;
  readonly monitoring: Monitoring;
  /** The bundle. */
  readonly code: Code;
  /** Variables beyond those that the declaration implies. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * One Lambda function of a feature: its own role that allows what the declaration says and no more, its own log
 * group, and alarms for errors and throttling.
 */
export class ServiceFunction extends Construct {
  readonly declaration: FunctionDeclaration;
  readonly function: LambdaFunction;
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, props: ServiceFunctionProps) {
    super(scope, props.declaration.id);
    const { declaration, resources, settings } = props;
    this.declaration = declaration;
    const functionName = `${settings.prefix}-${declaration.id}`;
    const logGroup = this.#createLogGroup(props);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.policy = this.#createPolicy(props, role, logGroup);
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      // Given as immutable, so that nothing is granted to it but what the declaration says.
      role: role.withoutPolicyUpdates(),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      timeout: Duration.seconds(declaration.timeoutSeconds),
      memorySize: declaration.memoryMegabytes,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      recursiveLoop: feedsItself(declaration) ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
      environment: {
        POWERTOOLS_LOG_LEVEL: 'INFO',
        ...functionEnvironment(declaration, resources),
        ...props.environment,
      },
    });
    this.function.node.addDependency(this.policy);
    acknowledge(
      this.function,
      'PCI.DSS.321-LambdaInsideVPC',
      'It reaches only AWS APIs, providers and merchants over TLS and listens on no socket. A VPC would add NAT gateways and protect nothing: there is no private host to reach.',
    );
    watch(functionName, declaration.id, props.monitoring);
  }

  #createLogGroup({ declaration, resources, settings }: ServiceFunctionProps): LogGroup {
    return new LogGroup(this, 'Logs', {
      logGroupName: `/arteria/${settings.environment}/${declaration.id}`,
      retention: settings.logRetention,
      encryptionKey: resources.telemetryKey,
      removalPolicy: settings.namedRemovalPolicy,
    });
  }

  /** Ours, because AWS's managed policy for functions allows the logs of every function. */
  #createPolicy(
    { declaration, resources }: ServiceFunctionProps,
    role: Role,
    logGroup: LogGroup,
  ): ManagedPolicy {
    const policy = new ManagedPolicy(this, 'Policy', {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
        }),
        new PolicyStatement({
          actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          resources: ['*'],
        }),
        ...functionStatements(declaration, resources),
      ],
    });
    acknowledge(
      policy,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray takes segments for the account as a whole: its two write actions accept no resource. Nothing else here names *.',
    );
    return policy;
  }
}

/**
 * A consumer that sends to its own queue waits that way: SQS delays 15 minutes at most, so what is due later is
 * passed on. Lambda takes the seventeenth time for a runaway loop and drops the message, unless it is allowed; what
 * bounds the chain is the schedule of each follow-up and delivery.
 */
const feedsItself = ({ trigger, sendsTo = [] }: FunctionDeclaration): boolean =>
  trigger.kind === 'queue' && sendsTo.includes(trigger.queue);

const watch = (functionName: string, id: string, monitoring: Monitoring): void => {
  const metric = (metricName: string, statistic = 'Sum') =>
    new Metric({
      namespace: 'AWS/Lambda',
      metricName,
      dimensionsMap: { FunctionName: functionName },
      statistic,
      period: Duration.minutes(5),
    });
  monitoring.alarm({
    id: `${id}-errors`,
    runbook: 'function-errors',
    errorImpact: `The function ${id} crashed, timed out or could not start, so what it was doing was not done.`,
    metric: metric('Errors'),
    threshold: 3,
  });
  monitoring.alarm({
    id: `${id}-throttled`,
    runbook: 'function-throttled',
    errorImpact: `The function ${id} was refused capacity, so its requests fail or its messages wait.`,
    metric: metric('Throttles'),
    threshold: 1,
    evaluationPeriods: 2,
  });
  monitoring.widget({
    section: 'Functions',
    title: id,
    metrics: [metric('Invocations'), metric('Errors'), metric('Duration', 'p99')],
  });
};
