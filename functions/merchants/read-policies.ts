import { presentPolicies } from '#shared/application/merchants/present-policies.ts';
import type { PolicyStore } from '#shared/application/ports/policy-store.ts';
import { readPaymentPolicies as contract } from '#shared/contract/api/merchants.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const readPolicies = (deps: { readonly policyStore: PolicyStore }) =>
  bind(contract, async (_input, { tenant }) =>
    presentPolicies(tenant, await deps.policyStore.readVersioned(tenant)),
  );
