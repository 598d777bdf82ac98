import { presentPolicies } from '#shared/application/merchants/present-policies.ts';
import { updatePolicies as update } from '#shared/application/merchants/update-policies.ts';
import { updatePaymentPolicies as contract } from '#shared/contract/api/merchants.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const updatePolicies = (deps: Parameters<typeof update>[0]) =>
  bind(contract, async ({ body }, { tenant }) =>
    presentPolicies(tenant, await update(deps, tenant, body)),
  );
