import { notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { RuleStore } from '../ports/rule-store.ts';
import { moveRules } from './move-rules.ts';

/**
 * Ends the shadow set; its version stays readable.
 *
 * @returns the version that was the shadow set
 * @throws AppError not_found · concurrent_change
 */
export const deleteShadowRules = async (
  deps: { readonly rules: RuleStore },
  tenant: Tenant,
): Promise<number> => {
  const { ended } = await moveRules(deps, tenant, ({ latest, active, shadow }) => {
    if (shadow === undefined) throw notFound('shadow set of routing rules');
    return { to: { latest, active, shadow: undefined }, ended: shadow };
  });
  return ended;
};
