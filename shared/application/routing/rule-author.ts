import type { Tenant } from '../../domain/identity/tenant.ts';

/** Who changes rules: the API key, and the person as far as they are named. */
export interface RuleAuthor {
  readonly tenant: Tenant;
  readonly keyId: string;
  readonly actor?: string;
}
