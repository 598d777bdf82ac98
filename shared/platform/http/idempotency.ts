import { createHash } from 'node:crypto';
import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyInconsistentStateError,
  IdempotencyValidationError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { AppError } from '../../domain/errors/app-error.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { Caller } from './call.ts';

interface RepeatableRequest {
  readonly caller: Caller;
  readonly route: string;
  readonly path: string;
  readonly key: string;
  readonly body: string;
  /** Tells how long this invocation can still run: its claim on the key ends then, so that a crash blocks nobody for long. */
  readonly context: Context;
}

/** Answers a repeated request with the stored reply instead of doing it again. */
export interface ReplyCache {
  once<Reply>(request: RepeatableRequest, answer: () => Promise<Reply>): Promise<Reply>;
}

const KEPT_SECONDS = 24 * 3600;

/**
 * Replies by `Idempotency-Key`, kept for a day: the same key and body replays the reply; another body is refused;
 * a key whose first request still runs is told to wait. Refusals and failures are not kept, so that a corrected
 * request may use the same key.
 */
export const dynamoReplyCache = (client: DynamoDBClient, tableName: string): ReplyCache => {
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName,
    awsSdkV3Client: client,
    keyAttr: 'pk',
    expiryAttr: 'expiresAtSeconds',
  });
  return {
    once: async (request, answer) => {
      if (!/^[\x21-\x7e]{1,128}$/.test(request.key)) {
        throw new AppError(
          'invalid_parameter',
          'Idempotency-Key must be 1 to 128 visible ASCII characters.',
          { param: 'Idempotency-Key' },
        );
      }
      const config = new IdempotencyConfig({
        eventKeyJmesPath: 'key',
        payloadValidationJmesPath: 'body',
        expiresAfterSeconds: KEPT_SECONDS,
        hashFunction: 'sha256',
        throwOnNoIdempotencyKey: true,
        lambdaContext: request.context,
      });
      const { caller, route, path, key } = request;
      // Kept as text, so that a repetition gets the same bytes: a stored map forgets the order of its fields.
      const run = makeIdempotent(
        async (_input: { key: string; body: string }) => toText(await answer()),
        { persistenceStore, config },
      );
      try {
        const text = await run({
          key: [tenantKey(caller.tenant), route, path, key].join('|'),
          body: createHash('sha256').update(request.body).digest('hex'),
        });
        return fromText(text);
      } catch (error) {
        throw asAppError(error);
      }
    },
  };
};

/** A reply without a body is no text. */
const toText = (reply: unknown): string => JSON.stringify(reply) ?? '';
const fromText = <Reply>(text: string): Reply =>
  (text === '' ? undefined : JSON.parse(text)) as Reply;

const asAppError = (error: unknown): unknown => {
  if (error instanceof IdempotencyValidationError) {
    return new AppError(
      'idempotency_key_reused',
      'This Idempotency-Key was used with another body. Use a new key for a new request.',
      { param: 'Idempotency-Key' },
    );
  }
  if (
    error instanceof IdempotencyAlreadyInProgressError ||
    error instanceof IdempotencyInconsistentStateError
  ) {
    return new AppError(
      'idempotency_in_progress',
      'The first request with this Idempotency-Key is still running. Ask again in a moment.',
      { retryAfterSeconds: 1 },
    );
  }
  return error;
};
