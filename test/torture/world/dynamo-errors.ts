import {
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { FaultKind } from '../simulation/faults.ts';
import { type Point, SimulatedFailure } from '../simulation/step.ts';

/**
 * What a write that fails looks like to its caller. Nothing was written: DynamoDB was asked for too much, or saw others
 * write the same. It was written and the answer got lost: a time-out, after which nobody knows.
 */
export const errorOfFault = (point: Point, fault: FaultKind): unknown => {
  const refusal = REFUSALS[fault];
  if (!refusal) return new SimulatedFailure(point, fault);
  return point.label.startsWith('TransactWrite') ? cancelled(refusal.reason) : refusal.single();
};

const METADATA = { $metadata: {} };

/** As a single write is refused, and as the reason of a transaction that is. */
const REFUSALS: Partial<Record<FaultKind, { reason: string; single: () => Error }>> = {
  fails_before: {
    reason: 'ThrottlingError',
    single: () =>
      new ProvisionedThroughputExceededException({
        ...METADATA,
        message: 'too many requests (simulated)',
      }),
  },
  conflicts: {
    reason: 'TransactionConflict',
    single: () =>
      new TransactionConflictException({ ...METADATA, message: 'conflict (simulated)' }),
  },
};

const cancelled = (Code: string): Error =>
  new TransactionCanceledException({
    ...METADATA,
    message: 'Transaction cancelled (simulated)',
    CancellationReasons: [{ Code }],
  });
