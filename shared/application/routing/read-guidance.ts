import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type Knowledge, NO_KNOWLEDGE } from '../../domain/routing/knowledge.ts';
import {
  DEFAULT_ROUTING_SETTINGS,
  type RoutingSettings,
} from '../../domain/routing/routing-settings.ts';
import type { KnowledgeReader } from '../ports/learning-store.ts';
import type { PriorReader } from '../ports/prior-store.ts';
import type { RulesInForce, RulesInForceReader } from '../ports/rule-store.ts';
import type { Log, Runtime } from '../ports/runtime.ts';
import type { GuidanceReader } from './route-payment.ts';

export interface GuidanceDeps {
  readonly knowledge: KnowledgeReader;
  readonly rules: RulesInForceReader;
  readonly settings: { read(tenant: Tenant): Promise<RoutingSettings> };
  readonly priors: PriorReader;
  readonly log: Log;
  readonly runtime: Pick<Runtime, 'now'>;
}

/** A snapshot that does not know this process's own attempts after so long was left behind by the learner. */
const STALE_MILLIS = 30_000;
const MAX_NOTED = 2_000;

const NO_RULES: RulesInForce = { active: undefined, shadow: undefined };

/**
 * Puts together what decisions are made with. A part that cannot be read is missing, and never keeps a buyer from
 * paying: without rules the utility decides, without weights success rates by method, without a snapshot, or with a
 * stale one, the merchant's own order of channels.
 */
export const guidanceReader = (deps: GuidanceDeps): GuidanceReader => {
  const { log, runtime } = deps;
  /** By tenant, the oldest own attempt that no snapshot has shown yet. */
  const unseen = new Map<string, number>();

  const orElse = async <Value>(
    what: string,
    read: Promise<Value>,
    missing: Value,
  ): Promise<Value> => {
    try {
      return await read;
    } catch (error) {
      log.error('routing does without what could not be read', { what, error });
      return missing;
    }
  };

  const isStale = (key: string, upTo: number): boolean => {
    const oldest = unseen.get(key);
    if (oldest === undefined) return false;
    if (upTo >= oldest) {
      unseen.delete(key);
      return false;
    }
    return runtime.now().getTime() - oldest > STALE_MILLIS;
  };

  const learned = async (tenant: Tenant): Promise<Knowledge> => {
    const [snapshot, weights, priors] = await Promise.all([
      orElse('snapshot', deps.knowledge.snapshot(tenant), undefined),
      orElse('weights', deps.knowledge.weights(tenant), undefined),
      orElse('priors', deps.priors.readPooled(), NO_KNOWLEDGE.priors),
    ]);
    const stale = snapshot !== undefined && isStale(tenantKey(tenant), snapshot.upTo);
    if (stale) log.warn('the health snapshot is stale; channels go by priority', { ...tenant });
    return {
      snapshot: stale ? undefined : snapshot,
      weights: weights?.weights,
      weightsVersion: weights?.version ?? 0,
      priors,
    };
  };

  return {
    read: async (tenant) => {
      const [knowledge, rules, settings] = await Promise.all([
        learned(tenant),
        orElse('rules', deps.rules.read(tenant), NO_RULES),
        orElse('settings', deps.settings.read(tenant), DEFAULT_ROUTING_SETTINGS),
      ]);
      return { knowledge, rules: rules.active, shadow: rules.shadow, settings };
    },
    noteAttempt: (tenant, at) => {
      const key = tenantKey(tenant);
      if (unseen.has(key)) return;
      if (unseen.size >= MAX_NOTED) unseen.clear();
      unseen.set(key, at.getTime());
    },
  };
};
