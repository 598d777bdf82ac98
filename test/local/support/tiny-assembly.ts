import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Resources = Record<
  string,
  { Type: string; Properties?: Record<string, unknown>; Metadata?: Record<string, unknown> }
>;

export interface TinyStack {
  readonly Resources: Resources;
  readonly Outputs?: Record<string, unknown>;
  readonly Parameters?: Record<string, unknown>;
}

/** A directory of its own, removed when the test process ends. */
export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'arteria-local-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

/**
 * A cloud assembly as a synthesis writes it, made by hand.
 * @param code source of each bundle's index.mjs, by folder.
 */
export const tinyAssembly = async (
  stacks: Record<string, TinyStack>,
  code: Record<string, string> = {},
): Promise<string> => {
  const folder = temporaryDirectory();
  for (const [name, source] of Object.entries(code)) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'index.mjs'), source);
  }
  const artifacts: Record<string, unknown> = { Tree: { type: 'cdk:tree' } };
  for (const [name, template] of Object.entries(stacks)) {
    const templateFile = `${name}.template.json`;
    artifacts[name] = { type: 'aws:cloudformation:stack', properties: { templateFile } };
    await writeFile(join(folder, templateFile), JSON.stringify(template));
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
  return folder;
};

/** A function whose bundle is the folder of its own name. */
export const tinyFunction = (
  name: string,
  properties: Record<string, unknown> = {},
): Resources[string] => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: name,
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Timeout: 5,
    ...properties,
  },
  Metadata: { 'aws:asset:path': name },
});

/** An HTTP API with one function behind each route. */
export const tinyApi = (
  apiId: string,
  routes: Record<string, string>,
  properties: Record<string, unknown> = {},
): Resources => ({
  [apiId]: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: apiId, ProtocolType: 'HTTP', ...properties },
  },
  ...Object.fromEntries(
    Object.entries(routes).flatMap(([routeKey, functionId], index) => [
      [
        `${apiId}Integration${index}`,
        {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: {
            ApiId: { Ref: apiId },
            IntegrationType: 'AWS_PROXY',
            IntegrationUri: { 'Fn::GetAtt': [functionId, 'Arn'] },
            PayloadFormatVersion: '2.0',
          },
        },
      ],
      [
        `${apiId}Route${index}`,
        {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: {
            ApiId: { Ref: apiId },
            RouteKey: routeKey,
            Target: { 'Fn::Join': ['', ['integrations/', { Ref: `${apiId}Integration${index}` }]] },
          },
        },
      ],
    ]),
  ),
});

/** A queue with its dead-letter queue and the function it feeds. */
export const tinyQueue = (
  queueId: string,
  functionId: string,
  settings: { visibilitySeconds: number; maxReceiveCount: number },
): Resources => ({
  [`${queueId}Dead`]: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `${queueId}-dead` } },
  [queueId]: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: queueId,
      VisibilityTimeout: settings.visibilitySeconds,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [`${queueId}Dead`, 'Arn'] },
        maxReceiveCount: settings.maxReceiveCount,
      },
    },
  },
  [`${queueId}Mapping`]: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': [queueId, 'Arn'] },
      FunctionName: { Ref: functionId },
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  },
});

/** A table with a stream. */
export const tinyTable = (name: string): Resources[string] => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  },
});

/** The new items of a table go to a function, one batch at a time. */
export const tinyStream = (
  tableId: string,
  functionId: string,
  properties: Record<string, unknown> = {},
): Resources[string] => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    EventSourceArn: { 'Fn::GetAtt': [tableId, 'StreamArn'] },
    FunctionName: { Ref: functionId },
    StartingPosition: 'TRIM_HORIZON',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ eventName: ['INSERT'] }) }] },
    ...properties,
  },
});
