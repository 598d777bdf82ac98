import type { z } from 'zod';
import type { listRoutingRuleVersions as contract } from '../../contract/api/routing-rules.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { RuleStore } from '../ports/rule-store.ts';
import { presentRuleSet } from './present-rule-set.ts';

/** A page of a tenant's versions, newest first, each with the part it plays now. */
export const listRuleVersions = async (
  { rules }: { readonly rules: RuleStore },
  tenant: Tenant,
  page: { readonly limit: number; readonly before?: number },
): Promise<z.input<typeof contract.reply>> => {
  const [pointer, { versions, hasMore }] = await Promise.all([
    rules.readPointer(tenant),
    rules.listVersions(tenant, page),
  ]);
  return {
    data: versions.map((version) => presentRuleSet(version, pointer)),
    has_more: hasMore,
  };
};
