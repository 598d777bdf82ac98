import type { Device, PaymentMethod } from '#shared/domain/channels/channel.ts';
import { type Money, money } from '#shared/domain/money/money.ts';
import type { Candidate } from '../candidate.ts';
import { amountRange } from '../constraints/amount-range.ts';
import { blockedNow } from '../constraints/blocked-now.ts';
import type { ChannelHealth } from '../learning/health-snapshot.ts';

/** The order that a probe makes. */
export interface ProbeOrder {
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly device: Device;
}

/** What synthetic orders are worth, in hundredths: little, and not a sum that risk checks notice. */
const PROBE_HUNDREDTHS = 100n;

/**
 * The order to probe a channel with; `undefined` when it is not due: not broken, still in its pause, probed already,
 * not able to close what is made, or taking no payments for another reason.
 */
export const dueForProbe = (
  candidate: Candidate,
  health: ChannelHealth,
  now: Date,
): ProbeOrder | undefined => {
  const { channel, capabilities } = candidate;
  if (health.openedAt === undefined || health.trialsFrom > now.getTime() || health.proven) {
    return undefined;
  }
  if (!capabilities?.close || blockedNow(candidate, now).length > 0) return undefined;
  const method = channel.methods.find((offered) => capabilities.methods.includes(offered));
  const [device] = capabilities.devices;
  if (!method || !device) return undefined;
  const { min, max } = amountRange(candidate);
  const wanted = min.minor > PROBE_HUNDREDTHS ? min.minor : PROBE_HUNDREDTHS;
  const minor = max && max.minor < wanted ? max.minor : wanted;
  return { amount: money(channel.currency, minor), method, device };
};
