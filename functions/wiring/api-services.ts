import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { apiKeyAuthenticator } from '#shared/adapters/dynamodb/authenticate.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import type { ApiServices } from '#shared/platform/http/answer-route.ts';
import { dynamoReplyCache } from '#shared/platform/http/idempotency.ts';

/** What every HTTP stage needs beside its routes: who calls, and which replies were given before. */
export const apiServices = (stage: string, documents: DynamoDBDocumentClient): ApiServices => {
  const environment = readEnvironment(ENV.merchantsTable, ENV.idempotencyTable);
  return {
    stage,
    authenticate: apiKeyAuthenticator({ documents, tableName: environment[ENV.merchantsTable] }),
    replies: dynamoReplyCache(documents, environment[ENV.idempotencyTable]),
  };
};
