import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '#infra/bundle.ts';
import { FUNCTIONS } from '#infra/features/features.ts';
import { DURATIONS, METRICS } from '#shared/contract/metrics.ts';
import { QUEUES } from '#shared/contract/queues.ts';
import { TABLES } from '#shared/contract/tables.ts';
import { templatesOf } from './template.ts';

const templates = templatesOf('prod');
const alarms = templates.all('AWS::CloudWatch::Alarm').map(({ Properties }) => ({
  name: String(Properties.AlarmName).replace('arteria-prod-', ''),
  description: String(Properties.AlarmDescription),
  properties: Properties,
}));
const alarm = (name: string) => {
  const found = alarms.find((each) => each.name === name);
  if (!found) throw new Error(`no alarm ${name}`);
  return found;
};

/** The runbook's chapter of alarms: heading → its text, by the slug that a link uses. */
const runbook = (): Map<string, string> => {
  const text = readFileSync(join(REPOSITORY, 'docs/runbook.md'), 'utf8');
  const chapter = text.split(/^## /m).find((part) => part.startsWith('Alarms')) ?? '';
  return new Map(
    chapter
      .split(/^### /m)
      .slice(1)
      .map((section) => {
        const [heading = '', ...body] = section.split('\n');
        const slug = heading
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-');
        return [slug, body.join('\n')];
      }),
  );
};
const slugOf = (description: string) =>
  / Runbook: docs\/runbook\.md#([\w-]+)$/.exec(description)?.[1];

describe.each(alarms)('alarm $name', ({ description, properties }) => {
  test('tells people what it means for buyers or merchants, and where to read on', () => {
    const [impact] = description.split(' Runbook: ');
    expect(impact?.length).toBeGreaterThan(30);
    expect(impact).toMatch(/\.$/);
    expect(runbook().has(slugOf(description) ?? '')).toBe(true);
    expect(properties.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Alarms/) }]);
  });
});

test('every alarm chapter of the runbook belongs to an alarm, and says what to look at and what to do', () => {
  const used = new Set(alarms.map(({ description }) => slugOf(description)));
  for (const [slug, text] of runbook()) {
    expect(used.has(slug), slug).toBe(true);
    for (const part of ['**Means**', '**Look**', '**Do**']) expect(text, slug).toContain(part);
  }
});

test('every function is watched for errors and throttling', () => {
  for (const { id } of FUNCTIONS) {
    for (const [suffix, metric] of [
      ['errors', 'Errors'],
      ['throttled', 'Throttles'],
    ] as const) {
      expect(alarm(`${id}-${suffix}`).properties).toMatchObject({
        Namespace: 'AWS/Lambda',
        MetricName: metric,
        Dimensions: [{ Name: 'FunctionName', Value: `arteria-prod-${id}` }],
        TreatMissingData: 'notBreaching',
      });
    }
  }
});

test('every queue is watched: one dead message rings, and so does an old one', () => {
  for (const queue of QUEUES) {
    expect(alarm(`${queue}-dead`).properties).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: `arteria-prod-${queue}-dead` }],
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    expect(alarm(`${queue}-old`).properties).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: `arteria-prod-${queue}` }],
    });
  }
});

test('the relay is watched: its delay, and what it gave up', () => {
  expect(alarm('orders-relay-behind').properties.MetricName).toBe('IteratorAge');
  expect(alarm('orders-relay-failed').properties).toMatchObject({
    Dimensions: [{ Name: 'QueueName', Value: 'arteria-prod-orders-relay-failed' }],
    Threshold: 1,
  });
});

test('a sweeper that stops rings, also when it leaves no data at all', () => {
  for (const id of ['orders-sweep', 'webhooks-sweep']) {
    expect(alarm(`${id}-stopped`).properties).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  }
});

test('both APIs ring on 5xx, and every table on throttling', () => {
  for (const api of ['front', 'callbacks']) {
    expect(alarm(`${api}-5xx`).properties).toMatchObject({
      Namespace: 'AWS/ApiGateway',
      MetricName: '5xx',
    });
  }
  for (const table of Object.keys(TABLES)) {
    expect(alarm(`${table}-table-throttled`).properties.MetricName).toBe('WriteThrottleEvents');
  }
});

test('what needs people rings under all dimensions of its metric', () => {
  const watched = {
    'orders-need-review': METRICS.orderNeedsReview,
    'orders-await-stock': METRICS.orderAwaitingStock,
    'callbacks-rejected': METRICS.callbackRejected,
    'webhook-endpoint-disabled': METRICS.webhookEndpointDisabled,
    'provider-outcome-unknown': METRICS.providerUnknownOutcome,
  };
  for (const [name, metric] of Object.entries(watched)) {
    expect(alarm(name).properties.Metrics).toMatchObject([
      { Expression: `SELECT SUM("${metric}") FROM "Arteria"` },
    ]);
  }
});

test('the topic of the alarms is encrypted and takes only HTTPS and this account', () => {
  const [topic] = templates.all('AWS::SNS::Topic');
  expect(topic?.Properties.KmsMasterKeyId).toBeDefined();
  const [policy] = templates.all('AWS::SNS::TopicPolicy');
  expect(policy?.Properties.PolicyDocument).toMatchObject({
    Statement: expect.arrayContaining([
      expect.objectContaining({
        Effect: 'Deny',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      expect.objectContaining({
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]),
  });
});

test('one dashboard shows sales, APIs, queues, functions and tables', () => {
  const [dashboard] = templates.all('AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);
  for (const section of ['Business', 'HTTP', 'Queues', 'Functions', 'Tables']) {
    expect(body).toContain(`## ${section}`);
  }
  expect(body).toContain(DURATIONS.routingStep);
});
