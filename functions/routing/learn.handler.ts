import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { attemptOf } from '#shared/adapters/dynamodb/attempt-stream.ts';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { learnFrom } from '#shared/application/routing/learn.ts';
import { type Tenant, tenantKey } from '#shared/domain/identity/tenant.ts';
import { eventsOf } from '#shared/domain/routing/learning/events-of.ts';
import type { LearningEvent } from '#shared/domain/routing/learning/learning-event.ts';
import { observe } from '#shared/platform/observe.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { learningServices } from '../wiring/learning-services.ts';

const { log } = observe('routing');
const deps = { ...learningServices(createDocumentClient()), runtime: systemRuntime };

/**
 * The stream of the orders table, attempts only: what became of payments is learned, tenant by tenant. A batch that
 * fails comes again as a whole; what of it was learned before is recognised. A row that cannot be read is left out and
 * reported: it must not keep the others from being learned.
 */
export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const byTenant = new Map<string, { tenant: Tenant; events: LearningEvent[] }>();
  for (const record of Records) {
    const read = readRecord(record);
    if (!read) continue;
    const key = tenantKey(read.tenant);
    const known = byTenant.get(key) ?? { tenant: read.tenant, events: [] };
    known.events.push(...eventsOf(read.attempt));
    byTenant.set(key, known);
  }
  try {
    for (const { tenant, events } of byTenant.values()) await learnFrom(deps, tenant, events);
    return { batchItemFailures: [] };
  } catch (error) {
    log.error('results of payments will come again to be learned', {
      records: Records.length,
      error,
    });
    return {
      batchItemFailures: [{ itemIdentifier: Records[0]?.dynamodb?.SequenceNumber ?? '' }],
    };
  }
};

const readRecord = ({ dynamodb, eventID }: DynamoDBRecord): ReturnType<typeof attemptOf> => {
  if (!dynamodb?.NewImage) return undefined;
  try {
    return attemptOf(dynamodb.NewImage as Parameters<typeof attemptOf>[0]);
  } catch (error) {
    log.error('a stream record cannot be read, and is not learned', { record: eventID, error });
    return undefined;
  }
};
