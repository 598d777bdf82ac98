import {
  type TinyStack,
  tinyApi,
  tinyAssembly,
  tinyFunction,
  tinyQueue,
  tinyStream,
  tinyTable,
} from './tiny-assembly.ts';

const PACKAGES = JSON.stringify(new URL('../../../package.json', import.meta.url).href);

/** Functions run in threads of their own: what they have seen goes to a file beside their folders. */
export const SEEN_FILE = 'seen.jsonl';
const SEEN = `
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
const SEEN = new URL('../${SEEN_FILE}', import.meta.url);
const tell = (seen) => appendFileSync(SEEN, JSON.stringify(seen) + '\\n');
`;

/** Functions that use the real SDK and tell over HTTP what they have seen. */
const API = `${SEEN}
import { createRequire } from 'node:module';
const require = createRequire(${PACKAGES});
const { SQSClient, SendMessageBatchCommand } = require('@aws-sdk/client-sqs');
const { DynamoDBClient, PutItemCommand, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const sqs = new SQSClient();
const dynamo = new DynamoDBClient();
const seen = () => existsSync(SEEN) ? readFileSync(SEEN, 'utf8').split('\\n').filter(Boolean).map((line) => JSON.parse(line)) : [];
const routes = {
  'ANY /echo/{rest+}': async (event) => ({ event, variables: { table: process.env.ITEMS_TABLE } }),
  'POST /jobs': async (event) => {
    await sqs.send(new SendMessageBatchCommand({
      QueueUrl: process.env.JOBS_URL,
      Entries: JSON.parse(event.body).map((job, index) => ({
        Id: String(index), MessageBody: JSON.stringify(job),
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'job' } },
      })),
    }));
    return { sent: true };
  },
  'PUT /items/{id}': async (event) => {
    await dynamo.send(new PutItemCommand({
      TableName: process.env.ITEMS_TABLE, Item: { pk: { S: event.pathParameters.id } },
    }));
    return { put: true };
  },
  'GET /items/{id}': async (event) => {
    const { Item } = await dynamo.send(new GetItemCommand({
      TableName: process.env.ITEMS_TABLE, Key: { pk: { S: event.pathParameters.id } },
    }));
    return { statusCode: Item ? 200 : 404, body: '' };
  },
  'GET /seen': async () => seen(),
  'GET /slow': () => new Promise(() => {}),
  'GET /broken': () => { throw new Error('a bug'); },
};
export const handler = (event) => routes[event.routeKey](event);
`;

/** Fails jobs as often as they ask for, and reports only those. */
const WORKER = `${SEEN}
const failedBefore = new Map();
export const handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const record of Records) {
    const job = JSON.parse(record.body);
    const failures = failedBefore.get(job.id) ?? 0;
    const fails = failures < (job.failures ?? 0);
    tell({ job: job.id, ok: !fails, kind: record.messageAttributes.kind.stringValue });
    if (!fails) continue;
    failedBefore.set(job.id, failures + 1);
    batchItemFailures.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures };
};
`;

const RELAY = `${SEEN}
export const handler = async ({ Records }) => {
  for (const record of Records) {
    const id = record.dynamodb.NewImage.pk.S;
    if (id.startsWith('poison')) throw new Error('cannot relay ' + id);
    tell({ item: id, event: record.eventName });
  }
  return { batchItemFailures: [] };
};
`;

const variables = {
  Environment: {
    Variables: { ITEMS_TABLE: { Ref: 'Items' }, JOBS_URL: { Ref: 'jobs' } },
  },
};

const stack: TinyStack = {
  Resources: {
    Items: tinyTable('items'),
    Api: tinyFunction('api', { ...variables, Timeout: 2 }),
    Worker: tinyFunction('worker'),
    Relay: tinyFunction('relay'),
    ...tinyApi('front', {
      'ANY /echo/{rest+}': 'Api',
      'POST /jobs': 'Api',
      'PUT /items/{id}': 'Api',
      'GET /items/{id}': 'Api',
      'GET /seen': 'Api',
      'GET /slow': 'Api',
      'GET /broken': 'Api',
    }),
    ...tinyQueue('jobs', 'Worker', { visibilitySeconds: 1, maxReceiveCount: 3 }),
    ItemsMapping: tinyStream('Items', 'Relay', {
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['jobsDead', 'Arn'] } } },
    }),
  },
};

/** The folder of an assembly with an API, a table with a stream, a queue and a function for each; their code can be replaced. */
export const tinyShop = (code: { api?: string; worker?: string } = {}): Promise<string> =>
  tinyAssembly({ shop: stack }, { api: API, worker: WORKER, relay: RELAY, ...code });
