import type {
  RuleReader,
  RulesInForce,
  RulesInForceReader,
} from '../../application/ports/rule-store.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type CompiledRules, compileRules } from '../../domain/routing/rules/compile-rules.ts';
import { boundedCache } from './bounded-cache.ts';

/** How late the payment path may notice a change of the rules. */
const POINTER_MILLIS = 2_000;
/** A version never changes; the limit only keeps the memory of a long-lived process honest. */
const VERSION_MILLIS = 3_600_000;
const MAX_TENANTS = 500;
const MAX_VERSIONS = 1_000;

/**
 * The payment path's view of rules: at most two seconds old. A version is read and compiled once; after that a look at
 * the pointer is all that it costs.
 */
export const cachedRules = (
  rules: RuleReader,
  now: () => number = () => performance.now(),
): RulesInForceReader => {
  const inForce = boundedCache<RulesInForce>({
    name: 'rules',
    keptMillis: POINTER_MILLIS,
    renewed: true,
    maxEntries: MAX_TENANTS,
    now,
  });
  const versions = boundedCache<CompiledRules | undefined>({
    name: 'rule_version',
    keptMillis: VERSION_MILLIS,
    maxEntries: MAX_VERSIONS,
    now,
  });
  const compiled = async (
    tenant: Tenant,
    version: number | undefined,
  ): Promise<CompiledRules | undefined> =>
    version === undefined
      ? undefined
      : versions(`${tenantKey(tenant)}#${version}`, async () => {
          const stored = await rules.readVersion(tenant, version);
          return stored && compileRules(stored.set, version);
        });
  return {
    read: (tenant) =>
      inForce(tenantKey(tenant), async () => {
        const pointer = await rules.readPointer(tenant);
        const [active, shadow] = await Promise.all([
          compiled(tenant, pointer.active),
          compiled(tenant, pointer.shadow),
        ]);
        return { active, shadow };
      }),
  };
};
