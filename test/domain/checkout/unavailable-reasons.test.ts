import { describe, expect, it } from 'vitest';
import {
  UNAVAILABLE_REASONS,
  whyUnavailable,
} from '#shared/domain/checkout/unavailable-reasons.ts';

describe('why a way to pay is not offered', () => {
  it('is what the buyer can do most about, of the channels that have it', () => {
    expect(whyUnavailable([['amount_too_small'], ['device_not_supported']])).toBe(
      'not_on_this_device',
    );
    expect(whyUnavailable([['daily_cap_reached'], ['amount_too_large']])).toBe('not_now');
  });

  it('promises nothing that another obstacle of the same channel would break', () => {
    expect(whyUnavailable([['device_not_supported', 'rule_excludes']])).toBe('not_for_this_order');
    expect(whyUnavailable([['maintenance_now', 'amount_too_large']])).toBe('amount_not_taken');
  });

  it('tells nothing of accounts, caps and rules', () => {
    for (const { en, zh } of Object.values(UNAVAILABLE_REASONS)) {
      expect(en).not.toMatch(/channel|account|cap\b|rule|limit|risk/i);
      expect(zh).not.toMatch(/通道|账户|限额|规则|风控/);
    }
  });

  it('is "not now" where nothing is known', () => {
    expect(whyUnavailable([])).toBe('not_now');
    expect(whyUnavailable([['main_channel']])).toBe('not_now');
  });
});
