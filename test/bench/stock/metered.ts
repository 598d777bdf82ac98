import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What a run cost, as DynamoDB (here the emulator) reports it. */
export interface Meter {
  calls: number;
  writeUnits: number;
  readUnits: number;
  /** Writes that were refused because somebody else was faster. */
  conflicts: number;
}

interface Capacity {
  readonly CapacityUnits?: number;
}

const READS = new Set(['QueryCommand', 'GetItemCommand', 'BatchGetItemCommand']);

/** Counts every call of a client and the capacity it used, indexes included. */
export const meterOf = (client: DynamoDBClient): Meter => {
  const meter: Meter = { calls: 0, writeUnits: 0, readUnits: 0, conflicts: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      meter.calls += 1;
      const input = { ...args.input, ReturnConsumedCapacity: 'INDEXES' } as typeof args.input;
      try {
        const result = await next({ ...args, input });
        const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Capacity | Capacity[] };
        const units = [ConsumedCapacity ?? []]
          .flat()
          .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        if (READS.has(String(context.commandName))) meter.readUnits += units;
        else meter.writeUnits += units;
        return result;
      } catch (error) {
        const { name } = error as Error;
        if (name === 'TransactionCanceledException' || name === 'ConditionalCheckFailedException') {
          meter.conflicts += 1;
        }
        throw error;
      }
    },
    { step: 'initialize', name: 'meter' },
  );
  return meter;
};
