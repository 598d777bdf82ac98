import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionDeclaration, QueueTrigger } from '../features/feature.ts';
import type { EnvironmentSettings } from '../stages.ts';
import type { Monitoring } from './monitoring.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * AWS asks for six times the function's timeout: the poller may hold a batch through several throttled tries, and a
 * message that becomes visible meanwhile is worked on twice. The time in which a batch gathers comes on top.
 */
const VISIBILITY_TIMEOUTS = 6;

/** What it means that a message was given up. */
export interface QueueImpact {
  readonly dead: `${string}.`;
  readonly old: `${string}.`;
  /** Age of the oldest message, in seconds, that people must know about. */
  readonly maxAgeSeconds: number;
}

/**
 * A queue with its dead-letter queue, its consumer and its alarms. Visibility follows from the consumer's timeout;
 * failed messages of a batch come back alone.
 */
export class QueueConsumer extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #declaration: FunctionDeclaration<QueueTrigger>;

  constructor(
    scope: Construct,
    props: {
      declaration: FunctionDeclaration<QueueTrigger>;
      settings: EnvironmentSettings;
      monitoring: Monitoring;
      impact: QueueImpact;
    },
  ) {
    const { declaration, settings, monitoring, impact } = props;
    const name = declaration.trigger.queue;
    super(scope, `${name}-queue`);
    this.#declaration = declaration;
    const queueName = `${settings.prefix}-${name}`;
    this.deadLetters = new Queue(this, 'Dead', {
      queueName: `${queueName}-dead`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: settings.namedRemovalPolicy,
    });
    this.queue = new Queue(this, 'Queue', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.seconds(
        declaration.timeoutSeconds * VISIBILITY_TIMEOUTS +
          (declaration.trigger.batchWindowSeconds ?? 0),
      ),
      deadLetterQueue: {
        queue: this.deadLetters,
        maxReceiveCount: declaration.trigger.maxReceiveCount,
      },
      removalPolicy: settings.namedRemovalPolicy,
    });
    watchQueue(name, queueName, monitoring, impact);
  }

  /** Starts the function for every message. */
  consumeWith(consumer: ServiceFunction): void {
    const { trigger } = this.#declaration;
    consumer.policy.addStatements(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [this.queue.queueArn],
      }),
    );
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: consumer.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: trigger.batchSize,
      maxBatchingWindow: trigger.batchWindowSeconds
        ? Duration.seconds(trigger.batchWindowSeconds)
        : undefined,
      maxConcurrency: trigger.maxConcurrency,
      reportBatchItemFailures: true,
    });
    mapping.node.addDependency(consumer.policy);
  }
}

const watchQueue = (
  name: string,
  queueName: string,
  monitoring: Monitoring,
  impact: QueueImpact,
): void => {
  const metric = (metricName: string, queue: string, statistic = 'Maximum') =>
    new Metric({
      namespace: 'AWS/SQS',
      metricName,
      dimensionsMap: { QueueName: queue },
      statistic,
      period: Duration.minutes(1),
    });
  const dead = metric('ApproximateNumberOfMessagesVisible', `${queueName}-dead`);
  const age = metric('ApproximateAgeOfOldestMessage', queueName);
  monitoring.alarm({
    id: `${name}-dead`,
    runbook: `${name}-dead-letters`,
    errorImpact: impact.dead,
    metric: dead,
    threshold: 1,
  });
  monitoring.alarm({
    id: `${name}-old`,
    runbook: `${name}-wait-too-long`,
    errorImpact: impact.old,
    metric: age,
    threshold: impact.maxAgeSeconds,
    evaluationPeriods: 3,
  });
  monitoring.widget({
    section: 'Queues',
    title: name,
    metrics: [metric('ApproximateNumberOfMessagesVisible', queueName), age, dead],
  });
};
