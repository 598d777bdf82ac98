import { describe, expect, test } from 'vitest';
import { functionsStartedBy } from '#infra/features/features.ts';
import { QUEUES } from '#shared/contract/queues.ts';
import { type Resource, templatesOf } from './template.ts';

const dev = templatesOf('dev');
const prod = templatesOf('prod');
const QUEUE = 'AWS::SQS::Queue';
const MAPPING = 'AWS::Lambda::EventSourceMapping';

const arnOf = ({ logicalId }: Resource) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const mappingFrom = (templates: typeof prod, queue: Resource): Resource => {
  const found = templates
    .all(MAPPING)
    .filter(
      ({ Properties }) =>
        JSON.stringify(Properties.EventSourceArn) === JSON.stringify(arnOf(queue)),
    );
  const [mapping] = found;
  if (!mapping || found.length > 1) throw new Error(`${found.length} consumers`);
  return mapping;
};
const consumerOf = (templates: typeof prod, mapping: Resource): Resource => {
  const { Ref } = mapping.Properties.FunctionName as { Ref: string };
  const found = templates.all('AWS::Lambda::Function').find(({ logicalId }) => logicalId === Ref);
  if (!found) throw new Error(`no function ${Ref}`);
  return found;
};

describe.each(QUEUES)('queue %s', (name) => {
  const queue = prod.one(QUEUE, 'QueueName', `arteria-prod-${name}`);
  const dead = prod.one(QUEUE, 'QueueName', `arteria-prod-${name}-dead`);
  const mapping = mappingFrom(prod, queue);
  const declared = functionsStartedBy('queue').find(({ trigger }) => trigger.queue === name);

  test('gives a message several tries, then keeps it 14 days in its dead-letter queue', () => {
    expect(queue.Properties.RedrivePolicy).toEqual({
      deadLetterTargetArn: arnOf(dead),
      maxReceiveCount: name === 'follow-ups' ? 10 : 5,
    });
    expect(dead.Properties.MessageRetentionPeriod).toBe(14 * 86_400);
    expect(queue.Properties.MessageRetentionPeriod).toBe(14 * 86_400);
    expect(dead.Properties.RedrivePolicy).toBeUndefined();
  });

  test('hides a message at least six times as long as its consumer may take', () => {
    const timeoutSeconds = Number(consumerOf(prod, mapping).Properties.Timeout);
    expect(timeoutSeconds).toBeGreaterThan(0);
    const gathering = Number(mapping.Properties.MaximumBatchingWindowInSeconds ?? 0);
    expect(Number(queue.Properties.VisibilityTimeout)).toBeGreaterThanOrEqual(
      6 * timeoutSeconds + gathering,
    );
  });

  test('gathers batches only where nobody waits', () => {
    expect(mapping.Properties.MaximumBatchingWindowInSeconds ?? 0).toBe(
      name === 'follow-ups' ? 2 : 0,
    );
  });

  test('is consumed in batches whose failures come back alone, by a bounded number at once', () => {
    expect(consumerOf(prod, mapping).Properties.FunctionName).toBe(`arteria-prod-${declared?.id}`);
    expect(mapping.Properties).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: declared?.trigger.maxConcurrency },
    });
  });

  test('lets its consumer pass messages on through it, and nobody else loop', () => {
    const passesOn = declared?.sendsTo?.includes(name) ?? false;
    expect(consumerOf(prod, mapping).Properties.RecursiveLoop).toBe(
      passesOn ? 'Allow' : 'Terminate',
    );
    expect(passesOn).toBe(name !== 'callbacks');
  });

  test('is standard: fairness between merchants comes from the message group, order from conditions', () => {
    expect(queue.Properties.FifoQueue).toBeUndefined();
  });
});

test('every queue is encrypted and refuses plain HTTP', () => {
  const policies = prod.all('AWS::SQS::QueuePolicy');
  for (const queue of prod.all(QUEUE)) {
    expect(queue.Properties.SqsManagedSseEnabled).toBe(true);
    const policy = policies.find(({ Properties }) =>
      (Properties.Queues as { Ref: string }[]).some(({ Ref }) => Ref === queue.logicalId),
    );
    expect(policy?.Properties.PolicyDocument).toMatchObject({
      Statement: [
        {
          Effect: 'Deny',
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
  }
});

test('queues with messages outlive their stack outside dev, unless its first deployment fails', () => {
  for (const { DeletionPolicy } of prod.all(QUEUE)) {
    expect(DeletionPolicy).toBe('RetainExceptOnCreate');
  }
  for (const { DeletionPolicy } of dev.all(QUEUE)) expect(DeletionPolicy).toBe('Delete');
});

const mappingTo = (id: string) => {
  const found = prod
    .all(MAPPING)
    .find((mapping) => consumerOf(prod, mapping).Properties.FunctionName === `arteria-prod-${id}`);
  if (!found) throw new Error(`nothing feeds ${id}`);
  return found;
};

/** Rates as EventBridge spells them. */
const RATES: Readonly<Record<number, string>> = {
  1: '1 minute',
  60: '1 hour',
  1440: '1 day',
};

describe('the outbox relay', () => {
  const mapping = mappingTo('orders-relay');
  const failed = prod.one(QUEUE, 'QueueName', 'arteria-prod-orders-relay-failed');

  test('reads new items of the orders stream from its beginning, without waiting for more', () => {
    expect(mapping.Properties).toMatchObject({
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      EventSourceArn: {
        'Fn::ImportValue': expect.stringContaining('OrdersTableStreamArn'),
      },
    });
    expect(consumerOf(prod, mapping).Properties.FunctionName).toBe('arteria-prod-orders-relay');
  });

  test('is never blocked by one record: bisection, bounded tries, then the on-failure queue', () => {
    expect(mapping.Properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 3_600,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: arnOf(failed) } },
    });
  });
});

test('what is learned reads new and changed attempts of the orders stream, gathered for a second', () => {
  const mapping = mappingTo('routing-learn');
  expect(mapping.Properties).toMatchObject({
    MaximumBatchingWindowInSeconds: 1,
    FilterCriteria: {
      Filters: [
        {
          Pattern:
            '{"eventName":["INSERT","MODIFY"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"ATTEMPT#"}]}}}}',
        },
      ],
    },
    BisectBatchOnFunctionError: true,
  });
});

test('what is scheduled runs at its rate, sweepers every minute, and is not repeated when it fails', () => {
  const sweepers = functionsStartedBy('schedule');
  for (const { id, trigger } of sweepers) {
    if (id.endsWith('-sweep')) expect(trigger.rateMinutes).toBe(1);
    const rule = prod.one('AWS::Events::Rule', 'Name', `arteria-prod-${id}`);
    expect(rule.Properties).toMatchObject({
      ScheduleExpression: `rate(${RATES[trigger.rateMinutes]})`,
      State: 'ENABLED',
    });
  }
  expect(prod.all('AWS::Events::Rule')).toHaveLength(sweepers.length);
  const invocations = prod.all('AWS::Lambda::EventInvokeConfig');
  expect(invocations).toHaveLength(sweepers.length);
  for (const { Properties } of invocations) expect(Properties.MaximumRetryAttempts).toBe(0);
});
