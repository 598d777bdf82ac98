import type { KnowledgeReader } from '../../application/ports/learning-store.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { HealthSnapshot } from '../../domain/routing/learning/health-snapshot.ts';
import { boundedCache } from './bounded-cache.ts';

/** Health changes within seconds, habits do not. */
const SNAPSHOT_MILLIS = 1_500;
const WEIGHTS_MILLIS = 30_000;
const MAX_TENANTS = 500;
/** 32 KB each. */
const MAX_WEIGHTS = 200;

/**
 * The payment path's view of what was learned. Tenants of whom nothing was learned are remembered as well: a new shop
 * must not pay a read for every payment.
 */
export const cachedKnowledge = (
  reader: KnowledgeReader,
  now: () => number = () => performance.now(),
): KnowledgeReader => {
  const snapshots = boundedCache<{ snapshot: HealthSnapshot | undefined }>({
    name: 'snapshot',
    keptMillis: SNAPSHOT_MILLIS,
    renewed: true,
    maxEntries: MAX_TENANTS,
    now,
  });
  const weights = boundedCache<{ weights: Awaited<ReturnType<KnowledgeReader['weights']>> }>({
    name: 'weights',
    keptMillis: WEIGHTS_MILLIS,
    renewed: true,
    maxEntries: MAX_WEIGHTS,
    now,
  });
  return {
    snapshot: async (tenant) =>
      (
        await snapshots(tenantKey(tenant), async () => ({
          snapshot: await reader.snapshot(tenant),
        }))
      ).snapshot,
    weights: async (tenant) =>
      (await weights(tenantKey(tenant), async () => ({ weights: await reader.weights(tenant) })))
        .weights,
  };
};
