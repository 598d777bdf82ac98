import type { RoutableChannel } from '../candidate.ts';
import type { Obstacle } from '../explain/finding.ts';

/**
 * The announced maintenance that a payment would meet, if any. Windows are [startsAt, endsAt), a payment lives in
 * [now, expiresAt); with both equal, only maintenance that is under way counts.
 */
export const maintenanceObstacle = (
  { maintenance }: Pick<RoutableChannel, 'maintenance'>,
  { now, expiresAt }: { readonly now: Date; readonly expiresAt: Date },
): Obstacle | undefined => {
  const windows = maintenance
    .map(({ startsAt, endsAt }) => ({
      startsAt,
      endsAt,
      starts: Date.parse(startsAt),
      ends: Date.parse(endsAt),
    }))
    .filter(({ starts, ends }) => starts < ends);
  const current = windows.find(
    ({ starts, ends }) => starts <= now.getTime() && now.getTime() < ends,
  );
  if (current) return { code: 'maintenance_now', endsAt: current.endsAt };
  const coming = windows.find(
    ({ starts }) => now.getTime() < starts && starts < expiresAt.getTime(),
  );
  return coming && { code: 'maintenance_before_expiry', startsAt: coming.startsAt };
};
