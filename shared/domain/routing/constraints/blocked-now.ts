import type { Candidate } from '../candidate.ts';
import type { Obstacle } from '../explain/finding.ts';
import { amountRange } from './amount-range.ts';
import { capObstacle } from './cap-obstacle.ts';
import { standingObstacles } from './eligible.ts';
import { maintenanceObstacle } from './maintenance-obstacle.ts';

/**
 * What keeps a channel from taking any payment at this moment, whatever the payment; empty when it takes some. A cap
 * counts as soon as it has no room for the smallest payment.
 */
export const blockedNow = (candidate: Candidate, now: Date): readonly Obstacle[] =>
  [
    ...standingObstacles(candidate),
    maintenanceObstacle(candidate.channel, { now, expiresAt: now }),
    capObstacle(candidate, amountRange(candidate).min),
  ].filter((obstacle) => obstacle !== undefined);
