import { describe, expect, test } from 'vitest';
import { TABLES, type TableContract } from '#shared/contract/tables.ts';
import { templatesOf } from './template.ts';

const TABLE = 'AWS::DynamoDB::Table';
const dev = templatesOf('dev');
const prod = templatesOf('prod');

const logicalIdOf = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}Table`;
const tableOf = (templates: typeof dev, name: string) => {
  const table = templates.template('stateful').Resources[logicalIdOf(name)];
  if (!table) throw new Error(`no table ${name}`);
  return table;
};

test('the tables are those of the contract, under logical ids that never change', () => {
  const pinned = [
    'ChannelsTable',
    'IdempotencyTable',
    'InventoryTable',
    'MerchantsTable',
    'OrdersTable',
  ];
  for (const templates of [dev, prod]) {
    expect(
      templates
        .all(TABLE)
        .map(({ logicalId }) => logicalId)
        .toSorted(),
    ).toEqual(pinned);
  }
  expect(Object.keys(TABLES).map(logicalIdOf).toSorted()).toEqual(pinned);
});

describe.each(Object.entries<TableContract>(TABLES))('table %s', (name, contract) => {
  test('has the keys, the indexes, the TTL attribute and the stream of the contract', () => {
    const { Properties } = tableOf(prod, name);
    const keys = (partitionKey: string, sortKey?: string) => [
      { AttributeName: partitionKey, KeyType: 'HASH' },
      ...(sortKey ? [{ AttributeName: sortKey, KeyType: 'RANGE' }] : []),
    ];
    expect(Properties.KeySchema).toEqual(keys('pk', contract.sortKey ? 'sk' : undefined));
    expect(Properties.GlobalSecondaryIndexes ?? []).toEqual(
      contract.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    );
    expect(Properties.TimeToLiveSpecification).toEqual({
      AttributeName: 'expiresAtSeconds',
      Enabled: true,
    });
    expect(Properties.StreamSpecification).toEqual(
      contract.stream ? { StreamViewType: 'NEW_IMAGE' } : undefined,
    );
    expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
  });

  test('can be restored to any second, and is encrypted with our key, in every environment', () => {
    for (const templates of [dev, prod]) {
      const { Properties } = tableOf(templates, name);
      expect(Properties.PointInTimeRecoverySpecification).toEqual({
        PointInTimeRecoveryEnabled: true,
      });
      expect(Properties.SSESpecification).toEqual({
        SSEEnabled: true,
        SSEType: 'KMS',
        KMSMasterKeyId: { 'Fn::GetAtt': ['TableKey', 'Arn'] },
      });
    }
  });

  test('survives its stack and refuses deletion outside dev; in dev it goes', () => {
    expect(tableOf(prod, name)).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    });
    expect(tableOf(dev, name)).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
  });
});

test.each(['TableKey', 'SealingKey'])(
  '%s has a pinned id, rotates, and outlives its stack',
  (id) => {
    const { template } = prod;
    expect(template('stateful').Resources[id]).toMatchObject({
      Type: 'AWS::KMS::Key',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { EnableKeyRotation: true },
    });
  },
);

test("the tables' key serves callers of this account through DynamoDB only", () => {
  const { KeyPolicy } = prod.one('AWS::KMS::Key', 'Description', 'arteria-prod: the tables')
    .Properties as { KeyPolicy: { Statement: Record<string, unknown>[] } };
  const [, throughDynamoDb, ...others] = KeyPolicy.Statement;
  expect(others).toEqual([]);
  expect(throughDynamoDb).toMatchObject({
    Principal: { AWS: '*' },
    Condition: {
      StringEquals: {
        'kms:CallerAccount': { Ref: 'AWS::AccountId' },
        'kms:ViaService': {
          'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]],
        },
      },
    },
  });
});

test('the names of the tables and the sealing key are outputs, for the admin command line', () => {
  expect(Object.keys(prod.template('stateful').Outputs)).toEqual(
    expect.arrayContaining([
      ...Object.keys(TABLES).map((name) => `${name}TableName`),
      'SealingKeyArn',
    ]),
  );
});
