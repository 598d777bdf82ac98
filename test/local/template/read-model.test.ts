import { describe, expect, it } from 'vitest';
import { readAssembly } from '#infra/local/template/read-assembly.ts';
import { readModel } from '#infra/local/template/read-model.ts';
import type { LocalAddresses } from '#infra/local/template/resource-values.ts';
import {
  type Resources,
  tinyApi,
  tinyAssembly,
  tinyFunction,
  tinyQueue,
  tinyStream,
  tinyTable,
} from '../support/tiny-assembly.ts';

const addresses: LocalAddresses = {
  region: 'us-east-1',
  accountId: '000000000000',
  queueUrl: (name) => `http://queues/${name}`,
  apiEndpoint: (name) => `http://127.0.0.1:4000/${name}`.replace(/\/[^/]*$/, ''),
  secret: (name) => `secret of ${name}`,
};

const modelOf = async (...stacks: { Resources: Resources; Outputs?: Record<string, unknown> }[]) =>
  readModel(
    await readAssembly(
      await tinyAssembly(Object.fromEntries(stacks.map((stack, index) => [`s${index}`, stack]))),
    ),
    addresses,
  );

describe('reading the templates', () => {
  it('gives functions the local values of everything their variables refer to, across stacks', async () => {
    const model = await modelOf(
      {
        Resources: { T: tinyTable('orders') },
        Outputs: { O: { Value: { Ref: 'T' }, Export: { Name: 's0:OrdersName' } } },
      },
      {
        Resources: {
          Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
          S: { Type: 'AWS::SecretsManager::Secret' },
          F: tinyFunction('fn', {
            Environment: {
              Variables: {
                TABLE: { 'Fn::ImportValue': 's0:OrdersName' },
                QUEUE: { Ref: 'Q' },
                SECRET: {
                  'Fn::Join': [
                    '',
                    ['{{resolve:secretsmanager:', { Ref: 'S' }, ':SecretString:::}}'],
                  ],
                },
                // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders
                SUB: { 'Fn::Sub': 'in ${AWS::Region} as ${Q.QueueName}, not ${!this}' },
                PART: { 'Fn::Select': [2, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Q', 'Arn'] }] }] },
              },
            },
          }),
        },
      },
    );
    expect(model.functions[0]?.variables).toEqual({
      TABLE: 'orders',
      QUEUE: 'http://queues/jobs',
      SECRET: 'secret of s1-S',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what stays of an escaped placeholder
      SUB: 'in us-east-1 as jobs, not ${this}',
      PART: 'sqs',
    });
  });

  it('takes tables with their indexes and streams, and leaves out how they are kept safe', async () => {
    const table = tinyTable('orders');
    const { tables } = await modelOf({
      Resources: {
        T: {
          ...table,
          Properties: {
            ...table.Properties,
            SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': ['Nowhere', 'Arn'] } },
            TimeToLiveSpecification: { AttributeName: 'x', Enabled: true },
            GlobalSecondaryIndexes: [{ IndexName: 'list' }],
          },
        },
      },
    });
    expect(tables).toEqual([
      {
        name: 'orders',
        hasStream: true,
        definition: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          GlobalSecondaryIndexes: [{ IndexName: 'list' }],
          StreamSpecification: { StreamViewType: 'NEW_IMAGE', StreamEnabled: true },
        },
      },
    ]);
  });

  it('knows which queue, stream and schedule starts which function, and how', async () => {
    const model = await modelOf({
      Resources: {
        T: tinyTable('orders'),
        F: tinyFunction('worker'),
        ...tinyQueue('jobs', 'F', { visibilitySeconds: 30, maxReceiveCount: 4 }),
        M: tinyStream('T', 'F', {
          BisectBatchOnFunctionError: true,
          MaximumRetryAttempts: 3,
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['jobsDead', 'Arn'] } } },
        }),
        R: {
          Type: 'AWS::Events::Rule',
          Properties: {
            ScheduleExpression: 'rate(1 minute)',
            Targets: [{ Id: 'a', Arn: { 'Fn::GetAtt': ['F', 'Arn'] } }],
          },
        },
      },
    });
    expect(model.queueMappings).toMatchObject([
      { queueName: 'jobs', functionName: 'worker', batchSize: 10, reportsItemFailures: true },
    ]);
    expect(model.streamMappings).toMatchObject([
      {
        tableName: 'orders',
        functionName: 'worker',
        bisects: true,
        retryAttempts: 3,
        onFailureQueue: 'jobs-dead',
        filters: [{ eventName: ['INSERT'] }],
      },
    ]);
    expect(model.schedules).toMatchObject([
      { functionName: 'worker', expression: 'rate(1 minute)', retryAttempts: 2 },
    ]);
    expect(model.queues.find(({ name }) => name === 'jobs')?.attributes).toMatchObject({
      VisibilityTimeout: '30',
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:jobs-dead',
        maxReceiveCount: 4,
      }),
    });
  });

  it('finds the API behind the front door with the headers that CloudFront adds', async () => {
    const { apis } = await modelOf({
      Resources: {
        F: tinyFunction('fn'),
        ...tinyApi('front', { 'GET /a/{id}': 'F' }),
        D: {
          Type: 'AWS::CloudFront::Distribution',
          Properties: {
            DistributionConfig: {
              WebACLId: { Ref: 'Elsewhere' },
              Origins: [
                {
                  DomainName: {
                    'Fn::Select': [
                      2,
                      { 'Fn::Split': ['/', { 'Fn::GetAtt': ['front', 'ApiEndpoint'] }] },
                    ],
                  },
                  OriginCustomHeaders: [{ HeaderName: 'X-Proof', HeaderValue: 'yes' }],
                },
              ],
            },
          },
        },
      },
    });
    expect(apis).toEqual([
      {
        name: 'front',
        frontDoorHeaders: { 'x-proof': 'yes' },
        routes: [{ method: 'GET', path: '/a/{id}', functionName: 'fn' }],
      },
    ]);
  });

  it.each([
    ['a resource type', { X: { Type: 'AWS::StepFunctions::StateMachine' } }, /StepFunctions/],
    [
      'a property of a function',
      { F: tinyFunction('fn', { Layers: ['x'] }) },
      /s0\/F.*the property Layers/,
    ],
    [
      'an intrinsic function',
      {
        F: tinyFunction('fn', {
          Environment: { Variables: { A: { 'Fn::FindInMap': ['a', 'b', 'c'] } } },
        }),
      },
      /Fn::FindInMap/,
    ],
    [
      'an attribute of a resource',
      {
        R: { Type: 'AWS::IAM::Role' },
        F: tinyFunction('fn', {
          Environment: { Variables: { A: { 'Fn::GetAtt': ['R', 'Arn'] } } },
        }),
      },
      /Arn of AWS::IAM::Role/,
    ],
    ['an authorizer', { ...authorized(), F: tinyFunction('fn') }, /AuthorizationType/],
  ])(
    'refuses to start when the template uses %s that it does not copy',
    async (_what, Resources, message) => {
      await expect(modelOf({ Resources: Resources as Resources })).rejects.toThrow(message);
    },
  );
});

function authorized(): Resources {
  const resources = tinyApi('api', { 'GET /': 'F' });
  const route = resources.apiRoute0;
  if (route) route.Properties = { ...route.Properties, AuthorizationType: 'JWT' };
  return resources;
}
