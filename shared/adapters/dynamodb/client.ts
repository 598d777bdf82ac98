import {
  DynamoDBClient,
  type DynamoDBClientConfig,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Connections one process keeps open: more calls than this at once wait for a free one. */
const MAX_SOCKETS = 64;
const CONNECTION_TIMEOUT_MILLIS = 1_000;
/** DynamoDB answers in milliseconds; a call that takes this long is given up and tried again by the SDK. */
const REQUEST_TIMEOUT_MILLIS = 5_000;

/** How every client of ours talks to DynamoDB. Tests use it too, with the emulator's address. */
export const DYNAMODB_CLIENT_OPTIONS = {
  retryMode: 'standard',
  maxAttempts: 4,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MILLIS,
    requestTimeout: REQUEST_TIMEOUT_MILLIS,
    // Without it the SDK only writes a warning when the time is up.
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
  },
} as const;

/** Optional fields that are `undefined` are left out of the stored item. */
export const DOCUMENT_CLIENT_OPTIONS = {
  marshallOptions: { removeUndefinedValues: true },
} as const;

/**
 * The DynamoDB client of a Lambda: made once per cold start. Region, credentials and endpoint come from the SDK's
 * own environment variables (`AWS_ENDPOINT_URL_DYNAMODB` on the local stack), unless they are given.
 *
 * The SDK repeats a call whose answer was lost. A repeated transaction carries the same token and applies once; a
 * repeated conditional write can be refused by its own first copy, so a refusal is read as "look again", never as
 * "somebody else".
 */
export const createDocumentClient = (
  options: DynamoDBClientConfig = {},
): DynamoDBDocumentClient => {
  const client = new DynamoDBClient({ ...DYNAMODB_CLIENT_OPTIONS, ...options });
  // It redacts every input and output for a logger that nobody set.
  client.middlewareStack.remove('loggerMiddleware');
  repeatConflicts(client);
  return DynamoDBDocumentClient.from(client, DOCUMENT_CLIENT_OPTIONS);
};

/**
 * A single write that met a transaction on its item was not done: the SDK repeats it as it repeats what was throttled
 * (its pauses grow and are spread by chance, and its budget ends a storm). By itself it does not.
 */
const repeatConflicts = (client: DynamoDBClient): void =>
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof TransactionConflictException) {
          Object.assign(error, { $retryable: { throttling: false } });
        }
        throw error;
      }
    },
    // Within the SDK's own repetition, which is of high priority in this step.
    { step: 'finalizeRequest', priority: 'low', name: 'repeatConflicts' },
  );
