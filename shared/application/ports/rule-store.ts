import type { Tenant } from '../../domain/identity/tenant.ts';
import type { CompiledRules } from '../../domain/routing/rules/compile-rules.ts';
import type { RuleSet } from '../../domain/routing/rules/rule-set-schema.ts';

/** A set of rules as it was written once; it never changes. */
export interface RuleVersion {
  /** 1, 2, 3 … by tenant. */
  readonly version: number;
  readonly set: RuleSet;
  readonly createdAt: string;
  /** The API key that wrote it. */
  readonly createdBy: string;
  /** The person, as far as somebody said who. */
  readonly actor?: string;
  /** The old version that it repeats. */
  readonly rolledBackFrom?: number;
}

/** Which versions count. */
export interface RulePointer {
  /** Number of the pointer's last change; 0 before the first. */
  readonly revision: number;
  /** The newest version; 0 when there is none. */
  readonly latest: number;
  /** Decides payments. */
  readonly active?: number;
  /** Is evaluated beside it and counted. */
  readonly shadow?: number;
}

/** Reads rules; every read sees every write that was answered before. */
export interface RuleReader {
  readPointer(tenant: Tenant): Promise<RulePointer>;
  readVersion(tenant: Tenant, version: number): Promise<RuleVersion | undefined>;
}

export interface RuleStore extends RuleReader {
  /** A page of versions, newest first, those before `before` when it is given. */
  listVersions(
    tenant: Tenant,
    page: { readonly limit: number; readonly before?: number },
  ): Promise<{ readonly versions: readonly RuleVersion[]; readonly hasMore: boolean }>;
  /**
   * Moves the pointer on from `from`, together with the version that it may lead to; `false` when somebody else moved
   * it first: then nothing is written.
   */
  movePointer(
    tenant: Tenant,
    move: {
      readonly from: RulePointer;
      readonly to: Omit<RulePointer, 'revision'>;
      readonly added?: RuleVersion;
    },
  ): Promise<boolean>;
}

/** What a rule did since its version was written. */
export interface RuleCounts {
  /** Payments that it applied to. */
  readonly hits: number;
  /** Of those, payments that would have taken another channel: counted in the shadow only. */
  readonly wouldChange: number;
}

export interface RuleHitReader {
  /** By id of the rule; rules that never applied are missing. */
  hits(tenant: Tenant, version: number): Promise<ReadonlyMap<string, RuleCounts>>;
}

export interface RuleHitWriter {
  /** Adds to what was counted; writers do not have to agree on an order. */
  addRuleHits(
    tenant: Tenant,
    version: number,
    counts: ReadonlyMap<string, RuleCounts>,
  ): Promise<void>;
}

/** A tenant's rules, ready for payments. */
export interface RulesInForce {
  readonly active: CompiledRules | undefined;
  readonly shadow: CompiledRules | undefined;
}

/** The payment path's view of rules. */
export interface RulesInForceReader {
  read(tenant: Tenant): Promise<RulesInForce>;
}
