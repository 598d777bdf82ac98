import { z } from 'zod';
import type { LocalTable } from './local-model.ts';
import { resourcesOf, type TemplateSource, without } from './resources-of.ts';

const passedOn = z.unknown().optional();

const tableSchema = z.strictObject({
  AttributeDefinitions: z.array(z.unknown()),
  KeySchema: z.array(z.unknown()),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: passedOn,
  LocalSecondaryIndexes: passedOn,
  StreamSpecification: z.strictObject({ StreamViewType: z.string() }).optional(),
});

/** How data is kept safe and how long, none of which a reader of the table sees. Emulators never expire items. */
const copied = without(
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'SSESpecification',
  'TableName',
  'Tags',
  'TimeToLiveSpecification',
);

export const readTables = (source: TemplateSource): LocalTable[] =>
  resourcesOf(source, 'AWS::DynamoDB::Table', tableSchema, copied).map(({ name, properties }) => {
    const { StreamSpecification: stream, ...definition } = properties;
    return {
      name,
      definition: {
        ...definition,
        ...(stream && { StreamSpecification: { ...stream, StreamEnabled: true } }),
      },
      hasStream: stream !== undefined,
    };
  });
