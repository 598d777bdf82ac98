import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoRateLimiter } from '#shared/adapters/dynamodb/rate-limiter.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';

/** What guards the routes that anybody with a browser may call: limits, and the secret that signs devices' cookies. */
export const buyerGuard = (documents: DynamoDBDocumentClient) => {
  const environment = readEnvironment(ENV.idempotencyTable, ENV.deviceCookieSecret);
  const deviceSecret = environment[ENV.deviceCookieSecret];
  return {
    deviceSecret,
    limiter: dynamoRateLimiter({
      documents,
      tableName: environment[ENV.idempotencyTable],
      secret: deviceSecret,
    }),
  };
};
