import { describe, expect, it } from 'vitest';
import type { FailureHealth, FailureRetry } from '#shared/domain/channels/failures/failure.ts';
import { failureReasonSchema } from '#shared/domain/channels/failures/failure-reason.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';

const reasons = failureReasonSchema.options;
const by = (retry: FailureRetry) => reasons.filter((reason) => FAILURES[reason].retry === retry);
const against = (health: FailureHealth) =>
  reasons.filter((reason) => FAILURES[reason].health === health);

describe('the reasons for which a payment fails', () => {
  it('are a closed set, and every one has its row', () => {
    expect(Object.keys(FAILURES).sort()).toEqual([...reasons].sort());
    expect(reasons.length).toBeLessThanOrEqual(20);
  });

  it.each(reasons)('%s says to buyer and merchant, in both languages, what to do', (reason) => {
    for (const { en, zh } of [FAILURES[reason].buyer, FAILURES[reason].merchant]) {
      expect(en).toMatch(/^[A-Z].*\.$/);
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
    }
    expect(FAILURES[reason].buyer.en).not.toMatch(/provider|channel|gateway|account/i);
    expect(FAILURES[reason].buyer.zh).not.toMatch(/服务商|通道|网关|账户/);
  });

  it('send a payment on by themselves only for what says nothing about the buyer', () => {
    for (const reason of by('other_channel_now'))
      expect(['channel', 'upstream', 'account']).toContain(FAILURES[reason].health);
    expect(by('other_channel_now')).not.toContain('risk_refused');
    expect(by('never')).toEqual(['goods_refused']);
  });

  it('suspect a whole upstream only when it was not reached or says so itself', () => {
    expect(against('upstream')).toEqual(['provider_unreachable', 'provider_maintenance']);
    expect(against('issuer')).toEqual(['issuer_unavailable']);
  });
});
