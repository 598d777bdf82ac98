import {
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { FaultKind } from '../simulation/faults.ts';
import { type Point, SimulatedFailure } from '../simulation/step.ts';

const METADATA = { $metadata: {} };

/**
 * What a write that fails looks like to its caller. Nothing was written: DynamoDB saw a conflict, or was asked for too
 * much. It was written and the answer got lost: a time-out, after which nobody knows.
 */
export const errorOfFault = (point: Point, fault: FaultKind): unknown => {
  if (fault !== 'fails_before') return new SimulatedFailure(point, fault);
  if (point.label.startsWith('TransactWrite'))
    return new TransactionCanceledException({
      ...METADATA,
      message: 'Transaction cancelled (simulated)',
      CancellationReasons: [{ Code: 'TransactionConflict' }],
    });
  // What a single write meets is up to its keys, so that a run repeats.
  if ((point.detail?.length ?? 0) % 2 === 1)
    return new TransactionConflictException({ ...METADATA, message: 'conflict (simulated)' });
  return Object.assign(new Error('too many requests (simulated)'), {
    name: 'ProvisionedThroughputExceededException',
  });
};
