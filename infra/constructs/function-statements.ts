import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { TableName } from '#shared/contract/tables.ts';
import type { FunctionDeclaration, TableUse } from '../features/feature.ts';
import type { Resources } from './resources.ts';

/**
 * What a function's declaration allows it, as policy statements: named verbs on named resources. The tables' own
 * key needs none: its policy lets DynamoDB use it for whoever may use the table.
 */
export const functionStatements = (
  declaration: FunctionDeclaration,
  resources: Resources,
): PolicyStatement[] => [
  ...Object.entries(declaration.tables ?? {}).flatMap(([name, use]) =>
    tableStatements(resources.tables[name as TableName].tableArn, use),
  ),
  ...(declaration.sendsTo ?? []).map(
    (name) =>
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [resources.queues[name].queueArn],
      }),
  ),
  ...sealingStatements(declaration.sealing, resources),
];

const tableStatements = (tableArn: string, use: TableUse): PolicyStatement[] => {
  const onTable =
    use.verbs.length > 0
      ? [
          new PolicyStatement({
            actions: use.verbs.map((verb) => `dynamodb:${verb}`),
            resources: [tableArn],
          }),
        ]
      : [];
  const onIndexes = use.indexes
    ? [
        new PolicyStatement({
          actions: ['dynamodb:Query'],
          resources: use.indexes.map((index) => `${tableArn}/index/${index}`),
        }),
      ]
    : [];
  return [...onTable, ...onIndexes];
};

const sealingStatements = (
  sealing: FunctionDeclaration['sealing'],
  { sealingKey }: Resources,
): PolicyStatement[] =>
  sealing === undefined
    ? []
    : [
        new PolicyStatement({
          actions: sealing === 'open' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [sealingKey.keyArn],
          // The sealer binds this to every data key it wraps: nothing else that the key wrapped can be opened.
          conditions: { StringEquals: { 'kms:EncryptionContext:service': 'arteria' } },
        }),
      ];
