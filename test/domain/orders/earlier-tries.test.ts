import { describe, expect, it } from 'vitest';
import type { FailureReason } from '#shared/domain/channels/failures/failure-reason.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import {
  earlierFailures,
  failureOf,
  spentChannelIds,
} from '#shared/domain/orders/earlier-tries.ts';
import { anAttempt, anOrder, CHANNEL_A, CHANNEL_B } from '#test/support/builders.ts';

const order = anOrder();
const a = { id: CHANNEL_A, upstream: 'gateway' };
const sister = { id: CHANNEL_B, upstream: 'gateway' };
const failed = (failureReason: FailureReason, changes: Partial<Attempt> = {}) =>
  anAttempt(order, { state: 'failed', failureReason, ...changes });
const against = (
  attempt: Attempt,
  channel = a,
  method: Attempt['method'] = attempt.method,
): number => earlierFailures([attempt], { channel, method }, [a, sister]);

describe('an earlier failure', () => {
  it('speaks against the very way it happened in', () => {
    expect(against(failed('declined'))).toBe(2);
    expect(against(failed('declined'), a, 'wechat_pay')).toBe(0);
    expect(against(failed('declined'), sister)).toBe(0);
  });

  it('speaks a little against all that shares its cause', () => {
    expect(against(failed('invalid_credentials'), a, 'wechat_pay')).toBe(1);
    expect(against(failed('invalid_credentials'), sister)).toBe(0);
    expect(against(failed('provider_unreachable'), sister)).toBe(1);
  });

  it('speaks against nothing where a new try is all it needs, and while it may still be paid', () => {
    expect(against(failed('buyer_cancelled'))).toBe(0);
    expect(against(failed('expired', { state: 'closed' }))).toBe(0);
    expect(against(failed('declined', { state: 'succeeded' }))).toBe(0);
    expect(failureOf(failed('declined', { state: 'succeeded' }))).toBeUndefined();
  });

  it('spends a channel for its way to pay, unless a new try is all it needs', () => {
    const declined = failed('declined');
    expect(spentChannelIds([declined], declined.method)).toEqual([declined.channelId]);
    expect(spentChannelIds([declined], 'wechat_pay')).toEqual([]);
    expect(spentChannelIds([failed('buyer_cancelled')], declined.method)).toEqual([]);
  });
});
