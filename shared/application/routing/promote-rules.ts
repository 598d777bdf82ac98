import { AppError } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { RuleStore, RuleVersion } from '../ports/rule-store.ts';
import { checkExpectedVersion, moveRules, type RuleMove } from './move-rules.ts';

/**
 * Makes the shadow set the active one; it keeps its version.
 *
 * @throws AppError state_conflict · concurrent_change
 */
export const promoteRules = async (
  deps: { readonly rules: RuleStore },
  tenant: Tenant,
  { expectedVersion }: { readonly expectedVersion?: number },
): Promise<{ version: RuleVersion; pointer: RuleMove['to'] }> => {
  const { to, version } = await moveRules(deps, tenant, async ({ latest, shadow }) => {
    checkExpectedVersion('shadow', { found: shadow, expected: expectedVersion });
    const promoted =
      shadow === undefined ? undefined : await deps.rules.readVersion(tenant, shadow);
    if (!promoted) {
      throw new AppError(
        'state_conflict',
        'There is no shadow set to make active. Write one with "mode": "shadow" first.',
      );
    }
    return { to: { latest, active: shadow, shadow: undefined }, version: promoted };
  });
  return { version, pointer: to };
};
