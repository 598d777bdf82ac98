import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { CapDay } from '../../application/ports/channel-store.ts';
import type { CapMove } from '../../application/ports/order-store.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { batchGet } from './batch-get.ts';
import type { TransactionWrite } from './transaction.ts';

/** Nothing was reserved on this day yet. */
const DAY_IS_NEW = 'attribute_not_exists(reservedMinor)';
/** What is reserved leaves room for the amount (a condition cannot add, so the room is computed here). */
const HAS_ROOM = 'reservedMinor <= :room';

/** Days a day's counter is kept for people to look at; no rule reads an old one. */
const KEPT_DAYS = 90;
const DAY_SECONDS = 86_400;

const capKey = (tenant: Tenant, { channelId, day }: CapDay) => ({
  pk: `${tenantKey(tenant)}#cap#${channelId}`,
  sk: day,
});

const expiryOf = (day: string): number =>
  Date.parse(`${day}T00:00:00Z`) / 1000 + KEPT_DAYS * DAY_SECONDS;

/**
 * Reserves an amount of a channel's daily cap, in the transaction that records the attempt. Refused when the day's
 * reservations and the amount together exceed the cap, whoever else reserves at the same moment.
 */
export const reserveCapWrite = (
  tableName: string,
  tenant: Tenant,
  move: Extract<CapMove, { kind: 'reserve' }>,
): TransactionWrite => {
  if (move.amount.currency !== move.cap.currency) {
    throw new RangeError(`channel ${move.channelId}: cap and amount are in different currencies`);
  }
  const room = move.cap.minor - move.amount.minor;
  return {
    Update: {
      TableName: tableName,
      Key: capKey(tenant, move),
      UpdateExpression: 'SET expiresAtSeconds = :expires ADD reservedMinor :amount',
      // An amount above the whole cap must not pass on a day's first payment: negative room is never met.
      ConditionExpression: room < 0n ? HAS_ROOM : `${DAY_IS_NEW} OR ${HAS_ROOM}`,
      ExpressionAttributeValues: {
        ':amount': move.amount.minor,
        ':room': room,
        ':expires': expiryOf(move.day),
      },
    },
  };
};

/**
 * Gives a reservation back, in the transaction that ends the attempt: that attempt's version makes it happen exactly
 * once. It has no condition of its own, because a counter that was cleared away must not keep an order from closing.
 */
export const releaseCapWrite = (
  tableName: string,
  tenant: Tenant,
  move: Extract<CapMove, { kind: 'release' }>,
): TransactionWrite => ({
  Update: {
    TableName: tableName,
    Key: capKey(tenant, move),
    UpdateExpression: 'SET expiresAtSeconds = :expires ADD reservedMinor :amount',
    ExpressionAttributeValues: { ':amount': -move.amount.minor, ':expires': expiryOf(move.day) },
  },
});

/** Nobody started a payment in this second yet, or fewer than the contract allows. */
const HAS_TURN = 'attribute_not_exists(taken) OR taken < :max';
const TURN_KEPT_SECONDS = 3_600;

/** Takes one of the payments that a channel's contract allows in a second, in the transaction that records the attempt. */
export const takeTurnWrite = (
  tableName: string,
  tenant: Tenant,
  { channelId, second, maxPerSecond }: Extract<CapMove, { kind: 'take_turn' }>,
): TransactionWrite => ({
  Update: {
    TableName: tableName,
    Key: { pk: `${tenantKey(tenant)}#turns#${channelId}`, sk: String(second) },
    UpdateExpression: 'SET expiresAtSeconds = :expires ADD taken :one',
    ConditionExpression: HAS_TURN,
    ExpressionAttributeValues: {
      ':one': 1,
      ':max': maxPerSecond,
      ':expires': second + TURN_KEPT_SECONDS,
    },
  },
});

const capItemSchema = z.object({
  pk: z.string(),
  reservedMinor: z.union([z.bigint(), z.int()]).transform((value) => BigInt(value)),
});

/** Reads the counters of several channels, one day each; strongly consistent. */
export const readCaps = async (
  { documents, tableName }: { documents: DynamoDBDocumentClient; tableName: string },
  tenant: Tenant,
  days: readonly CapDay[],
): Promise<ReadonlyMap<string, bigint>> => {
  const keys = days.map((day) => capKey(tenant, day));
  const items = await batchGet(documents, { tableName, keys, consistent: true });
  const reservedByPk = new Map(
    items.map((item) => {
      const { pk, reservedMinor } = capItemSchema.parse(item);
      return [pk, reservedMinor];
    }),
  );
  return new Map(
    days.map((day) => {
      const reserved = reservedByPk.get(capKey(tenant, day).pk) ?? 0n;
      // Below zero when a payment of a counter that was cleared away gave its money back.
      return [day.channelId, reserved < 0n ? 0n : reserved];
    }),
  );
};
