import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  DOCUMENT_CLIENT_OPTIONS,
  DYNAMODB_CLIENT_OPTIONS,
} from '#shared/adapters/dynamodb/client.ts';

/** Called before a command reaches DynamoDB; what it throws is what the caller gets. */
export type Intercept = (command: string, call: number) => void;

/**
 * A client of its own that can lose calls: emulators never throttle and never report a transaction conflict.
 *
 * @param before throws instead of sending; `call` counts the calls of that command from 1
 * @param after throws after DynamoDB has done it: the answer is lost
 */
export const interceptedClient = (
  endpoint: string,
  { before, after }: { before?: Intercept; after?: Intercept },
): DynamoDBDocumentClient => {
  const client = new DynamoDBClient({
    ...DYNAMODB_CLIENT_OPTIONS,
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const calls = new Map<string, number>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const command = String(context.commandName);
      const call = (calls.get(command) ?? 0) + 1;
      calls.set(command, call);
      before?.(command, call);
      const answer = await next(args);
      after?.(command, call);
      return answer;
    },
    { step: 'initialize', name: 'intercept' },
  );
  return DynamoDBDocumentClient.from(client, DOCUMENT_CLIENT_OPTIONS);
};
