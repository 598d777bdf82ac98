import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { KnowledgeReader, LearningStore } from '../../application/ports/learning-store.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { healthSnapshotSchema } from '../../domain/routing/learning/health-snapshot.ts';
import { append, type Journal, newJournal } from '../../domain/routing/learning/journal.ts';
import type { LearnerState } from '../../domain/routing/learning/learner-state.ts';
import type { LearningEvent } from '../../domain/routing/learning/learning-event.ts';
import { batchWrite } from './batch-write.ts';
import { brokenTenantItem } from './broken-tenants.ts';
import type { TransactionWrite } from './transaction.ts';

/** The state's own form: when it changes, what is stored is not read but rebuilt from the orders. */
const FORMAT = 2;

/** In this order: a read up to the head brings what learning needs, and not what only decisions do. */
const BASE = 'BASE';
const EVENTS_PREFIX = 'EVENTS#';
const HEAD = 'HEAD';
const SNAPSHOT = 'SNAPSHOT';
const WEIGHTS = 'WEIGHTS';

/** Events an item, and items a change: an item holds 400 KB, a transaction 100 items. */
const EVENTS_A_PART = 2_000;
const MAX_PARTS = 90;

/** Nobody has learned anything yet. */
const IS_NEW = 'attribute_not_exists(pk)';
/** The head is the one this change was made on. */
const IS_UNCHANGED = '#version = :previous';

const learningPk = (tenant: Tenant): string => `${tenantKey(tenant)}#learning`;
const eventsSk = (version: number, part: number): string =>
  `${EVENTS_PREFIX}${String(version).padStart(12, '0')}#${String(part).padStart(2, '0')}`;

const headSchema = z.object({
  version: z.int(),
  /** Events up to this version are in the base. */
  baseVersion: z.int(),
  format: z.int(),
});
const baseSchema = z.object({
  sealedUpTo: z.number(),
  tooLate: z.int(),
  state: z.instanceof(Uint8Array),
});
const itemSchema = z.looseObject({ sk: z.string() });
type Item = z.infer<typeof itemSchema>;
const eventsSchema = z.object({ events: z.instanceof(Uint8Array) });
const weightsSchema = z.object({ version: z.int(), weights: z.instanceof(Uint8Array) });

const pack = (value: unknown): Uint8Array => gzipSync(serialize(value), { level: 1 });
const unpack = (bytes: Uint8Array): unknown => deserialize(gunzipSync(bytes));

interface ChannelsTable {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

/**
 * What is learned, in the channels table: one partition a tenant with a head (the version), the sealed state, the
 * events since then, and what decisions read: the snapshot and the weights.
 */
export const dynamoLearningStore = (table: ChannelsTable): LearningStore => ({
  load: async (tenant) => {
    const items = await readPartition(table, tenant);
    const headItem = items.find(({ sk }) => sk === HEAD);
    if (!headItem) return { journal: newJournal(), version: 0 };
    const head = headSchema.parse(headItem);
    const base = items.find(({ sk }) => sk === BASE);
    const journal = base && head.format === FORMAT ? readBase(base) : newJournal();
    const events = items
      .filter(({ sk }) => sk > eventsSk(head.baseVersion, MAX_PARTS) && sk < HEAD)
      .flatMap((item) => unpack(eventsSchema.parse(item).events) as LearningEvent[]);
    append(journal, events);
    return { journal, version: head.version };
  },

  commit: async (tenant, { previousVersion, events, snapshot, whole }) => {
    const version = previousVersion + 1;
    const put = (sk: string, item: Record<string, unknown>): TransactionWrite => ({
      Put: { TableName: table.tableName, Item: { pk: learningPk(tenant), sk, ...item } },
    });
    const writes = [
      headWrite(table, tenant, { version, whole: whole !== undefined }),
      put(SNAPSHOT, { ...snapshot, version }),
      ...chunks(whole ? whole.tail : events).map((part, index) =>
        put(eventsSk(version, index), { events: pack(part) }),
      ),
      ...(whole ? wholeWrites(put, version, whole) : []),
    ];
    const broken = brokenTenantItem(tenant, snapshot, version);
    if (broken) writes.push({ Put: { TableName: table.tableName, Item: broken } });
    try {
      await table.documents.send(new TransactWriteCommand({ TransactItems: writes }));
    } catch (error) {
      if (error instanceof TransactionCanceledException) return false;
      throw error;
    }
    if (whole) await forgetEvents(table, tenant, version);
    return true;
  },
});

const headWrite = (
  { tableName }: ChannelsTable,
  tenant: Tenant,
  { version, whole }: { version: number; whole: boolean },
): TransactionWrite => ({
  Update: {
    TableName: tableName,
    Key: { pk: learningPk(tenant), sk: HEAD },
    UpdateExpression:
      'SET #version = :version, #format = :format, baseVersion = ' +
      (whole ? ':previous' : 'if_not_exists(baseVersion, :previous)'),
    ConditionExpression: version === 1 ? IS_NEW : IS_UNCHANGED,
    ExpressionAttributeNames: { '#version': 'version', '#format': 'format' },
    ExpressionAttributeValues: {
      ':version': version,
      ':previous': version - 1,
      ':format': FORMAT,
    },
  },
});

const wholeWrites = (
  put: (sk: string, item: Record<string, unknown>) => TransactionWrite,
  version: number,
  { base, sealedUpTo, tooLate }: Journal,
): TransactionWrite[] => [
  put(BASE, { sealedUpTo, tooLate, state: pack(base) }),
  put(WEIGHTS, { version, weights: bytesOf(base.model.weights) }),
];

/** Events that the base holds. A crash before leaves them behind: nobody reads them, and the next time they go. */
const forgetEvents = async (
  { documents, tableName }: ChannelsTable,
  tenant: Tenant,
  before: number,
): Promise<void> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': learningPk(tenant),
        ':from': eventsSk(0, 0),
        ':to': eventsSk(before - 1, MAX_PARTS),
      },
      ProjectionExpression: 'pk, sk',
    }),
  );
  await batchWrite(
    documents,
    tableName,
    Items.map((Key) => ({ DeleteRequest: { Key } })),
  );
};

const readPartition = async (
  { documents, tableName }: ChannelsTable,
  tenant: Tenant,
): Promise<Item[]> => {
  const items: Item[] = [];
  let startKey: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk <= :head',
        ExpressionAttributeValues: { ':pk': learningPk(tenant), ':head': HEAD },
        ConsistentRead: true,
        ExclusiveStartKey: startKey,
      }),
    );
    items.push(...z.array(itemSchema).parse(page.Items ?? []));
    startKey = page.LastEvaluatedKey;
  } while (startKey);
  return items;
};

const readBase = (item: Item): Journal => {
  const { sealedUpTo, tooLate, state } = baseSchema.parse(item);
  return { ...newJournal(unpack(state) as LearnerState, sealedUpTo), tooLate };
};

const chunks = (events: readonly LearningEvent[]): LearningEvent[][] =>
  Array.from({ length: Math.ceil(events.length / EVENTS_A_PART) }, (_, part) =>
    events.slice(part * EVENTS_A_PART, (part + 1) * EVENTS_A_PART),
  );

const bytesOf = (weights: Float32Array): Uint8Array =>
  new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength).slice();

/** What decisions read of it. */
export const dynamoKnowledgeReader = ({ documents, tableName }: ChannelsTable): KnowledgeReader => {
  const read = async (tenant: Tenant, sk: string) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: { pk: learningPk(tenant), sk } }),
    );
    return Item;
  };
  return {
    snapshot: async (tenant) => {
      const item = await read(tenant, SNAPSHOT);
      return item && healthSnapshotSchema.parse(item);
    },
    weights: async (tenant) => {
      const item = await read(tenant, WEIGHTS);
      if (!item) return undefined;
      const { version, weights } = weightsSchema.parse(item);
      return { version, weights: new Float32Array(weights.slice().buffer) };
    },
  };
};
