import type { Lease, LeaseStore } from '#shared/application/ports/lease-store.ts';

/** Leases in memory, with the rules of the real store. */
export const leasesInMemory = (): LeaseStore => {
  const leases = new Map<string, Lease>();
  return {
    take: async (lease) => {
      const known = leases.get(lease.resource);
      if (known && known.until > lease.from)
        return known.holder === lease.holder ? 'taken' : 'held_by_another';
      leases.set(lease.resource, lease);
      return 'taken';
    },
    newest: async (resource) => leases.get(resource),
  };
};
