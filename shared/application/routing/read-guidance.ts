import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type Knowledge, NO_KNOWLEDGE, type OwnAttempt } from '../../domain/routing/knowledge.ts';
import { DEFAULT_ROUTING_SETTINGS } from '../../domain/routing/routing-settings.ts';
import type { KnowledgeReader } from '../ports/learning-store.ts';
import type { PriorReader } from '../ports/prior-store.ts';
import type { RoutingSettingsReader } from '../ports/routing-settings-store.ts';
import type { RulesInForce, RulesInForceReader } from '../ports/rule-store.ts';
import type { Log, Runtime } from '../ports/runtime.ts';
import type { GuidanceReader } from './route-payment.ts';

export interface GuidanceDeps {
  readonly knowledge: KnowledgeReader;
  readonly rules: RulesInForceReader;
  readonly settings: RoutingSettingsReader;
  readonly priors: PriorReader;
  readonly log: Log;
  readonly runtime: Pick<Runtime, 'now'>;
}

/** A snapshot that does not know this process's own attempts after so long was left behind by the learner. */
const STALE_MILLIS = 30_000;
const MAX_NOTED = 500;
const MAX_TENANTS = 2_000;

const NO_RULES: RulesInForce = { active: undefined, shadow: undefined };

/**
 * Puts together what decisions are made with. A part that cannot be read is missing, and never keeps a buyer from
 * paying: without rules the utility decides, without weights success rates by method, without a snapshot, or with a
 * stale one, the merchant's own order of channels.
 */
export const guidanceReader = (deps: GuidanceDeps): GuidanceReader => {
  const { log, runtime } = deps;
  /** By tenant, the attempts of this process that no snapshot has shown yet, oldest first. */
  const unseen = new Map<string, OwnAttempt[]>();

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

  /** Own attempts later than what a snapshot shows. */
  const unseenAfter = (key: string, upTo: number): readonly OwnAttempt[] => {
    const left = (unseen.get(key) ?? []).filter(({ at }) => at > upTo);
    if (left.length === 0) unseen.delete(key);
    else unseen.set(key, left);
    return left;
  };

  const learned = async (tenant: Tenant): Promise<Knowledge> => {
    const [snapshot, weights, priors] = await Promise.all([
      orElse('snapshot', deps.knowledge.snapshot(tenant), undefined),
      orElse('weights', deps.knowledge.weights(tenant), undefined),
      orElse('priors', deps.priors.readPooled(), NO_KNOWLEDGE.priors),
    ]);
    const own = snapshot ? unseenAfter(tenantKey(tenant), snapshot.upTo) : [];
    const waiting = runtime.now().getTime() - (own[0]?.at ?? Number.POSITIVE_INFINITY);
    const stale = waiting > STALE_MILLIS;
    if (stale) log.warn('the health snapshot is stale; channels go by priority', { ...tenant });
    return {
      snapshot: stale ? undefined : snapshot,
      weights: weights?.weights,
      weightsVersion: weights?.version ?? 0,
      priors,
      own,
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
    noteAttempt: (tenant, { channelId, at }) => {
      const key = tenantKey(tenant);
      const noted = unseen.get(key) ?? [];
      // The oldest stays: it tells whether the learner is behind.
      if (noted.length >= MAX_NOTED) noted.splice(1, 1);
      noted.push({ channelId, at: at.getTime() });
      if (unseen.size >= MAX_TENANTS) unseen.clear();
      unseen.set(key, noted);
    },
  };
};
