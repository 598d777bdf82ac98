import { expect, it } from 'vitest';
import {
  functionVariables,
  sharedVariables,
  unionOfVariables,
} from '#infra/local/functions/function-variables.ts';

const endpoints = {
  region: 'us-east-1',
  dynamoDb: 'http://127.0.0.1:1111',
  sqs: 'http://127.0.0.1:2222',
  sealingKeyFile: '/state/sealing.key',
};

const variablesOf = (variables: Record<string, string>) =>
  functionVariables(
    {
      name: 'fn',
      arn: 'arn:fn',
      folder: '/bundle',
      module: 'index',
      exportName: 'handler',
      timeoutSeconds: 3,
      memoryMegabytes: 128,
      variables,
    },
    endpoints,
  );

it('a function that seals gets the key file in place of the KMS key', () => {
  expect(variablesOf({ SEALING_KEY: 'arn:aws:kms:key', ORDERS_TABLE: 'orders' })).toEqual({
    SEALING_KEY: 'file:/state/sealing.key',
    ORDERS_TABLE: 'orders',
  });
});

it('a function that does not seal gets no key', () => {
  expect(variablesOf({ ORDERS_TABLE: 'orders' })).not.toHaveProperty('SEALING_KEY');
});

it('no AWS service without a local stand-in can be reached, whatever is configured on the machine', () => {
  expect(sharedVariables(endpoints)).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamoDb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
});

it('two functions with different values of one variable are refused by its name', () => {
  expect(() => unionOfVariables([{ TABLE: 'a' }, { TABLE: 'b' }])).toThrow(/TABLE/);
  expect(unionOfVariables([{ TABLE: 'a' }, { TABLE: 'a', QUEUE: 'q' }])).toEqual({
    TABLE: 'a',
    QUEUE: 'q',
  });
});
