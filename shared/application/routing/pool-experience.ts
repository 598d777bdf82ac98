import { poolPriors } from '../../domain/routing/model/pool-priors.ts';
import type { PriorStore } from '../ports/prior-store.ts';
import type { Runtime } from '../ports/runtime.ts';

/** A shop that has been quiet for so long says nothing about today. */
const SHARE_MILLIS = 14 * 86_400_000;

/** Pools what shops know of providers, so that a new shop starts well. Repeating it changes nothing. */
export const poolExperience = async ({
  priors,
  runtime,
}: {
  readonly priors: PriorStore;
  readonly runtime: Pick<Runtime, 'now'>;
}): Promise<{ readonly shops: number; readonly rates: number }> => {
  const now = runtime.now();
  const shops = await priors.readShares(new Date(now.getTime() - SHARE_MILLIS));
  const pooled = poolPriors(shops);
  await priors.writePooled(pooled, now);
  return { shops: shops.length, rates: pooled.size };
};
