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
import { Construct } from 'constructs';
import type { TableContract, TableName } from '#shared/contract/tables.ts';
import type { EnvironmentSettings } from '../stages.ts';

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
    props: { contract: TableContract; key: IKey; settings: EnvironmentSettings },
  ) {
    super(scope, name);
    const { contract, key, settings } = props;
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
    (this.table.node.defaultChild as CfnTable).overrideLogicalId(`${pascalCase(name)}Table`);
  }
}

const pascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
