import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { TABLES, type TableName } from '#shared/contract/tables.ts';
import type { Monitoring } from '../constructs/monitoring.ts';
import { PaymentTable } from '../constructs/payment-table.ts';
import { recordOf } from '../constructs/record-of.ts';
import { createTelemetryKey } from '../constructs/telemetry-key.ts';
import type { EnvironmentSettings } from '../stages.ts';

/** Everything that must outlive a deployment: tables and keys. */
export class StatefulStack extends Stack {
  readonly tables: Readonly<Record<TableName, ITable>>;
  readonly sealingKey: Key;
  readonly telemetryKey: Key;

  constructor(scope: Construct, props: { settings: EnvironmentSettings; monitoring: Monitoring }) {
    const { settings, monitoring } = props;
    super(scope, `${settings.prefix}-stateful`, {
      description: 'Arteria: tables and keys',
      terminationProtection: settings.deletionProtection,
    });
    const tableKey = this.#pinnedKey('TableKey', 'the tables', settings);
    tableKey.addToResourcePolicy(this.#throughDynamoDb());
    this.sealingKey = this.#pinnedKey('SealingKey', 'cards and credentials', settings);
    this.telemetryKey = createTelemetryKey(this, settings);
    this.tables = recordOf(Object.keys(TABLES) as TableName[], (name) => {
      const contract = TABLES[name];
      const { table } = new PaymentTable(this, name, {
        contract,
        key: tableKey,
        settings,
        monitoring,
      });
      new CfnOutput(this, `${name}TableName`, { value: table.tableName });
      return table;
    });
    new CfnOutput(this, 'SealingKeyArn', { value: this.sealingKey.keyArn });
  }

  /** A key that can't be replaced by moving code: what it encrypted would be lost with it. */
  #pinnedKey(logicalId: string, what: string, settings: EnvironmentSettings): Key {
    const key = new Key(this, logicalId, {
      description: `${settings.prefix}: ${what}`,
      enableKeyRotation: true,
      removalPolicy: settings.removalPolicy,
    });
    (key.node.defaultChild as CfnKey).overrideLogicalId(logicalId);
    return key;
  }

  /**
   * DynamoDB may use the tables' key for every caller of this account whom IAM lets use the table, as with AWS's own
   * key; so no function needs rights on the key, and none can use it for anything else.
   */
  #throughDynamoDb(): PolicyStatement {
    return new PolicyStatement({
      sid: 'ThroughDynamoDb',
      principals: [new AnyPrincipal()],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: {
        StringEquals: {
          'kms:CallerAccount': this.account,
          'kms:ViaService': `dynamodb.${this.region}.${this.urlSuffix}`,
        },
      },
    });
  }
}
