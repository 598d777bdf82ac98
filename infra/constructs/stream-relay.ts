import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StreamTrigger } from '../features/feature.ts';
import type { EnvironmentSettings } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import type { Monitoring } from './monitoring.ts';
import { tableLogicalId } from './payment-table.ts';
import type { ServiceFunction } from './service-function.ts';

/** Older records are the sweeper's: a shard must not stay blocked behind one of them. */
const MAX_RECORD_AGE = Duration.hours(1);

/**
 * Starts a function for every new, or every changed, item of a table. A record that keeps failing is cut out of its batch by
 * bisection, tried a bounded number of times, and its position kept in an on-failure queue.
 */
export class StreamRelay extends Construct {
  readonly onFailure: Queue;

  constructor(
    scope: Construct,
    props: {
      table: ITable;
      relay: ServiceFunction;
      trigger: StreamTrigger;
      settings: EnvironmentSettings;
      monitoring: Monitoring;
    },
  ) {
    const { table, relay, trigger, settings, monitoring } = props;
    super(scope, `${relay.declaration.id}-stream`);
    const queueName = `${settings.prefix}-${relay.declaration.id}-failed`;
    this.onFailure = new Queue(this, 'OnFailure', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: settings.namedRemovalPolicy,
    });
    acknowledge(
      this.onFailure,
      'AwsSolutions-SQS3',
      'It is the last stop itself: Lambda writes to it what the relay gave up, and nothing consumes it but people.',
    );
    allow(relay, table, this.onFailure);
    acknowledge(
      relay.policy,
      `AwsSolutions-IAM5[Resource::<${tableLogicalId(trigger.table)}.Arn>/stream/*]`,
      'ListStreams is asked of the streams of a table before one is known, so it takes no narrower resource; reading is allowed on the one stream only.',
    );
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: relay.function,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: trigger.batchSize,
      maxBatchingWindow: Duration.seconds(trigger.batchWindowSeconds ?? 0),
      bisectBatchOnError: true,
      retryAttempts: trigger.retryAttempts,
      maxRecordAge: MAX_RECORD_AGE,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(this.onFailure),
      filters: [filterOf(trigger)],
    });
    mapping.node.addDependency(relay.policy);
    watch(relay, trigger, { settings, queueName, monitoring });
  }
}

const filterOf = ({ changes, sortKeyPrefix }: StreamTrigger) =>
  FilterCriteria.filter({
    eventName: changes === 'new' ? FilterRule.isEqual('INSERT') : FilterRule.or('INSERT', 'MODIFY'),
    ...(sortKeyPrefix === undefined
      ? {}
      : { dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(sortKeyPrefix) } } } }),
  });

const allow = (relay: ServiceFunction, table: ITable, onFailure: Queue): void => {
  relay.policy.addStatements(
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [table.tableStreamArn ?? ''],
    }),
    new PolicyStatement({
      actions: ['dynamodb:ListStreams'],
      resources: [`${table.tableArn}/stream/*`],
    }),
    new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [onFailure.queueArn] }),
  );
};

const watch = (
  relay: ServiceFunction,
  { behind, gaveUp }: StreamTrigger,
  {
    settings,
    queueName,
    monitoring,
  }: { settings: EnvironmentSettings; queueName: string; monitoring: Monitoring },
): void => {
  const { id } = relay.declaration;
  const age = new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'IteratorAge',
    dimensionsMap: { FunctionName: `${settings.prefix}-${id}` },
    statistic: 'Maximum',
    period: Duration.minutes(1),
  });
  const failed = new Metric({
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensionsMap: { QueueName: queueName },
    statistic: 'Maximum',
    period: Duration.minutes(1),
  });
  monitoring.alarm({
    id: `${id}-behind`,
    ...behind,
    metric: age,
    threshold: Duration.minutes(2).toMilliseconds(),
    evaluationPeriods: 3,
  });
  monitoring.alarm({
    id: `${id}-failed`,
    ...gaveUp,
    metric: failed,
    threshold: 1,
  });
  monitoring.widget({ section: 'Queues', title: id, metrics: [age, failed] });
};
