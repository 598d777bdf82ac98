import { tenantKey } from '#shared/domain/identity/tenant.ts';
import type { Invariant } from './invariants.ts';

/** I7: whatever belongs to the shop lies under the shop's own key, where no other tenant's request can look. */
export const tenants: Invariant = ({ state: { partitionKeys }, tenant, visibleToOthers }) => [
  ...partitionKeys.flatMap((pk) =>
    pk.startsWith(tenantKey(tenant)) ? [] : [`${pk} is not the shop's`],
  ),
  ...visibleToOthers.map((what) => `another tenant sees ${what}`),
];
