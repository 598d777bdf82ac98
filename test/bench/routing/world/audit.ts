import {
  type ChannelFacts,
  type FailedTry,
  type PaymentContext,
  TIMEOUT_MILLIS,
} from '../router.ts';

export const VIOLATIONS = [
  'method',
  'amount',
  'issuer_limit',
  'risk',
  'maintenance',
  'daily_cap',
  'tried',
  'upstream',
] as const;
export type Violation = (typeof VIOLATIONS)[number];

/** Every hard limit that an attempt breaks: the world's own judgement, apart from any router's. */
export const auditAttempt = (
  context: PaymentContext,
  index: number,
  state: {
    readonly channels: readonly ChannelFacts[];
    readonly capLeftMinor: number;
    readonly now: number;
    readonly tried: readonly FailedTry[];
  },
): Violation[] => {
  const channel = state.channels[index];
  if (!channel) return ['method'];
  const { amountMinor } = context;
  const found: Violation[] = [];
  if (!channel.methods.includes(context.method)) found.push('method');
  if (amountMinor < channel.minMinor || amountMinor > channel.maxMinor) found.push('amount');
  if (amountMinor > (channel.issuerMaxMinor[context.issuer] ?? 0)) found.push('issuer_limit');
  if (context.risk > channel.maxRisk) found.push('risk');
  const until = state.now + TIMEOUT_MILLIS;
  if (channel.maintenance.some(({ startsAt, endsAt }) => startsAt < until && state.now < endsAt)) {
    found.push('maintenance');
  }
  if (amountMinor > state.capLeftMinor) found.push('daily_cap');
  if (state.tried.some((tried) => tried.channel === index)) found.push('tried');
  const failed = state.tried.filter(({ kind }) => kind === 'sync_error');
  if (failed.some((tried) => state.channels[tried.channel]?.upstream === channel.upstream)) {
    found.push('upstream');
  }
  return found;
};
