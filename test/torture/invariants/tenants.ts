import { tenantKey } from '#shared/domain/identity/tenant.ts';
import type { Invariant } from './invariants.ts';

/** The deployment's own lists of channels (whose ledgers are watched, whose credentials end): ids, and nothing of a sale. */
const OWN_LISTS = /^(callbacks#watched|callbacks#watch#ch_[0-9a-z]+|channels#owners)$/;

/** I7: whatever belongs to the shop lies under the shop's own key, where no other tenant's request can look. */
export const tenants: Invariant = ({ state: { partitionKeys }, tenant, visibleToOthers }) => [
  ...partitionKeys.flatMap((pk) =>
    pk.startsWith(tenantKey(tenant)) || OWN_LISTS.test(pk) ? [] : [`${pk} is not the shop's`],
  ),
  ...visibleToOthers.map((what) => `another tenant sees ${what}`),
];
