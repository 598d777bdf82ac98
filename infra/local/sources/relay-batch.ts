import type { StreamMapping } from '../template/local-model.ts';
import { failedItems } from './failed-items.ts';
import { type StreamRecord, sequenceOf } from './stream-records.ts';

export interface RelayPorts {
  invoke(records: readonly StreamRecord[]): Promise<unknown>;
  /** Tells where the records went that were given up. */
  giveUp(records: readonly StreamRecord[], attempts: number): Promise<void>;
  /** Everything up to this record needs no further attention. */
  passed(record: StreamRecord): void;
  /** Waits before the next try; rejects when the stack stops, which leaves the rest for the next start. */
  backOff(attempts: number): Promise<void>;
  now(): number;
}

/**
 * Brings a batch to its end as Lambda does for streams: in order, repeated until it succeeds or is given up, split
 * in two after an error when the mapping says so, resumed behind the records that the function reports as done.
 */
export const relayBatch = async (
  records: readonly StreamRecord[],
  mapping: StreamMapping,
  ports: RelayPorts,
  attempts = 0,
): Promise<void> => {
  const last = records.at(-1);
  if (!last) return;
  if (isTooOld(records, mapping, ports.now())) {
    await ports.giveUp(records, attempts);
    ports.passed(last);
    return;
  }
  const firstFailed = await run(records, mapping, ports);
  const done = firstFailed === 'none' ? records.length : firstFailed;
  const lastDone = records[done - 1];
  if (lastDone) ports.passed(lastDone);
  if (firstFailed === 'none') return;

  const rest = records.slice(done);
  if (mapping.retryAttempts !== undefined && attempts >= mapping.retryAttempts) {
    await ports.giveUp(rest, attempts + 1);
    ports.passed(last);
    return;
  }
  await ports.backOff(attempts);
  if (!mapping.bisects || rest.length < 2 || done > 0) {
    await relayBatch(rest, mapping, ports, attempts + 1);
    return;
  }
  const middle = Math.ceil(rest.length / 2);
  await relayBatch(rest.slice(0, middle), mapping, ports, attempts + 1);
  await relayBatch(rest.slice(middle), mapping, ports, attempts + 1);
};

/** The index of the first record that failed. */
const run = async (
  records: readonly StreamRecord[],
  mapping: StreamMapping,
  ports: RelayPorts,
): Promise<number | 'none'> => {
  try {
    const answer = await ports.invoke(records);
    if (!mapping.reportsItemFailures) return 'none';
    const failed = failedItems(answer, new Set(records.map(sequenceOf)));
    if (failed === 'all') return 0;
    const index = records.findIndex((record) => failed.has(sequenceOf(record)));
    return index < 0 ? 'none' : index;
  } catch {
    // The invoker has logged it.
    return 0;
  }
};

const isTooOld = (
  records: readonly StreamRecord[],
  { maxAgeSeconds }: StreamMapping,
  nowMillis: number,
): boolean => {
  const createdAt = records[0]?.dynamodb.ApproximateCreationDateTime;
  if (maxAgeSeconds === undefined || createdAt === undefined) return false;
  return nowMillis / 1_000 - createdAt > maxAgeSeconds;
};
