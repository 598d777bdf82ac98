import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readStartOptions } from '#infra/local/start-options.ts';

it('npm start alone keeps its data in .local beside the sources and serves on 4000', () => {
  expect(readStartOptions([], {})).toMatchObject({
    directory: resolve('.local'),
    port: 4000,
    fresh: false,
    seed: true,
    quiet: false,
  });
});

it('takes the port from PORT, and from --port before that', () => {
  expect(readStartOptions([], { PORT: '5000' }).port).toBe(5000);
  expect(readStartOptions(['--port=6000'], { PORT: '5000' }).port).toBe(6000);
});

it.each(['http', '-1', '4000.5', '70000', ''])('refuses PORT="%s" with a sentence', (PORT) => {
  expect(() => readStartOptions([], { PORT })).toThrow(/is no port/);
});

it('refuses an option that does not exist', () => {
  expect(() => readStartOptions(['--frehs'], {})).toThrow(/--frehs/);
});

it('uses another DynamoDB when one is named', () => {
  const { dynamoDbEndpoint } = readStartOptions([], { DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000' });
  expect(dynamoDbEndpoint).toBe('http://127.0.0.1:8000');
});
