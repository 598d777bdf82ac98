import { unsupported } from '../template/unsupported.ts';
import { nextCronTime } from './cron.ts';

const UNIT_MILLIS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * When a schedule fires next.
 * @param lastFired when it fired last; a rate counts from there. `undefined`: it is new and counts from `now`.
 * @throws LocalStackError on an expression that is neither `rate(…)` nor `cron(…)`.
 */
export const nextFireTime = (
  expression: string,
  lastFired: Date | undefined,
  now: Date,
): Date | undefined => {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const unit = UNIT_MILLIS[rate[2] as keyof typeof UNIT_MILLIS];
    const due = (lastFired ?? now).getTime() + Number(rate[1]) * unit;
    return new Date(Math.max(due, now.getTime()));
  }
  const cron = /^cron\((.+)\)$/.exec(expression);
  if (cron?.[1]) return nextCronTime(cron[1].trim().split(/\s+/), now);
  throw unsupported(expression, 'the schedule');
};
