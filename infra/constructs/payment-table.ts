import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AttributeType,
  BillingMode,
  type CfnTable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { TableContract, TableName } from '#shared/contract/tables.ts';
import type { EnvironmentSettings } from '../stages.ts';
import type { Monitoring } from './monitoring.ts';

/** TTL is housekeeping: nothing relies on expired items being gone. */
const TTL_ATTRIBUTE = 'expiresAtSeconds';

/**
 * One table of the contract: on demand, point-in-time recovery, encrypted with our key, kept when the stack goes
 * (outside dev). Its logical id is pinned: a moved line of code must not replace a table that holds money.
 */
export class PaymentTable extends Construct {
  readonly table: Table;

  constructor(
    scope: Construct,
    name: TableName,
    props: {
      contract: TableContract;
      key: IKey;
      settings: EnvironmentSettings;
      monitoring: Monitoring;
    },
  ) {
    super(scope, name);
    const { contract, key, settings, monitoring } = props;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: contract.sortKey ? { name: 'sk', type: AttributeType.STRING } : undefined,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: settings.deletionProtection,
      removalPolicy: settings.removalPolicy,
      timeToLiveAttribute: TTL_ATTRIBUTE,
      stream: contract.stream ? StreamViewType.NEW_IMAGE : undefined,
    });
    for (const index of contract.indexes) {
      this.table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
        sortKey: { name: index.sortKey, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
    (this.table.node.defaultChild as CfnTable).overrideLogicalId(tableLogicalId(name));
    watch(name, this.table, monitoring);
  }
}

export const tableLogicalId = (name: TableName): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1)}Table`;

const watch = (name: TableName, table: Table, monitoring: Monitoring): void => {
  const metric = (metricName: string) =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: table.tableName },
      statistic: 'Sum',
      period: Duration.minutes(1),
    });
  monitoring.alarm({
    id: `${name}-table-throttled`,
    runbook: 'table-throttled',
    errorImpact: `One partition of the table ${name} takes more writes than DynamoDB allows, so requests wait or fail.`,
    metric: metric('WriteThrottleEvents'),
    threshold: 50,
    evaluationPeriods: 2,
  });
  monitoring.widget({
    section: 'Tables',
    title: name,
    metrics: ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits', 'WriteThrottleEvents'].map(
      metric,
    ),
  });
};
