import type { Tenant } from '../../domain/identity/tenant.ts';
import type { HealthSnapshot } from '../../domain/routing/learning/health-snapshot.ts';
import type { Journal } from '../../domain/routing/learning/journal.ts';
import type { LearningEvent } from '../../domain/routing/learning/learning-event.ts';

/** A tenant's journal as it was read, and the version that the next write must follow. */
export interface StoredJournal {
  readonly journal: Journal;
  readonly version: number;
}

/**
 * Keeps what is learned of a tenant's channels. One writer at a time: every write is conditional on the version before,
 * so that two invocations with results of the same tenant cannot lose each other's.
 */
export interface LearningStore {
  load(tenant: Tenant): Promise<StoredJournal>;
  /**
   * Adds events and publishes the snapshot, in one transaction. With `whole`, everything is replaced by that journal:
   * its sealed state, the events beside it, and the weights.
   *
   * @returns `false` when somebody else was faster: load again
   */
  commit(
    tenant: Tenant,
    change: {
      readonly previousVersion: number;
      readonly events: readonly LearningEvent[];
      readonly snapshot: HealthSnapshot;
      readonly whole?: Journal;
    },
  ): Promise<boolean>;
}

/** What decisions read. Eventually consistent; `undefined` when nothing was ever published. */
export interface KnowledgeReader {
  snapshot(tenant: Tenant): Promise<HealthSnapshot | undefined>;
  weights(tenant: Tenant): Promise<{ version: number; weights: Float32Array } | undefined>;
}
