import { describe, expect, test } from 'vitest';
import { explainVerdict } from '#shared/domain/channels/explain-verdict.ts';
import {
  TEST_VERDICTS,
  type TestEvidence,
  testVerdict,
} from '#shared/domain/channels/test-verdict.ts';

const answered = (evidence: Partial<TestEvidence>): TestEvidence => ({
  outcome: 'unknown',
  detail: undefined,
  call: 'response',
  clockSkewSeconds: 0,
  ...evidence,
});

describe('the verdict of a channel test', () => {
  test.each(['found', 'not_found'] as const)('is "works" when the provider says %s', (outcome) => {
    expect(testVerdict(answered({ outcome, detail: '订单号不存在' }))).toBe('works');
  });

  test('is "unreachable" when no connection was made', () => {
    expect(testVerdict(answered({ call: 'not_sent', detail: 'ENOTFOUND' }))).toBe('unreachable');
  });

  test('is "no_answer" when the provider stayed silent', () => {
    expect(testVerdict(answered({ call: 'no_answer', detail: 'time-out' }))).toBe('no_answer');
  });

  test.each([
    '商户密钥错误',
    '验签失败',
    '签名校验失败',
    '商户ID不存在',
    'Invalid sign',
    'KEY error',
  ])('is "credentials_refused" when the gateway says "%s"', (detail) => {
    expect(testVerdict(answered({ detail }))).toBe('credentials_refused');
  });

  test('is "clock_off" when the gateway names the time', () => {
    expect(testVerdict(answered({ detail: '时间戳校验失败' }))).toBe('clock_off');
    expect(testVerdict(answered({ detail: 'timestamp expired' }))).toBe('clock_off');
  });

  test('is "clock_off" when the clocks differ too much and nothing else explains the refusal', () => {
    expect(testVerdict(answered({ detail: '系统错误', clockSkewSeconds: -121 }))).toBe('clock_off');
    expect(testVerdict(answered({ detail: '系统错误', clockSkewSeconds: 120 }))).toBe(
      'unexpected_answer',
    );
    expect(testVerdict(answered({ detail: '密钥错误', clockSkewSeconds: 600 }))).toBe(
      'credentials_refused',
    );
  });

  test('is "unexpected_answer" for everything else', () => {
    expect(testVerdict(answered({ detail: 'the gateway answered 502' }))).toBe('unexpected_answer');
    expect(testVerdict(answered({ call: undefined, clockSkewSeconds: undefined }))).toBe(
      'unexpected_answer',
    );
  });

  test.each([
    ['invalid_credentials', 'credentials_refused'],
    ['method_unavailable', 'product_not_enabled'],
    ['account_suspended', 'account_suspended'],
    ['provider_maintenance', 'provider_maintenance'],
    ['rate_limited', 'rate_limited'],
    ['provider_unreachable', 'unreachable'],
  ] as const)('goes by the adapter’s reason first: %s is "%s"', (reason, verdict) => {
    expect(testVerdict(answered({ reason, detail: '签名错误' }))).toBe(verdict);
  });

  test('is "clock_off" when the key is refused for the time of the call', () => {
    const detail = 'timestamp expired';
    expect(testVerdict(answered({ reason: 'invalid_credentials', detail }))).toBe('clock_off');
  });

  test('goes by the words when the reason says nothing about an account', () => {
    expect(testVerdict(answered({ reason: 'provider_refused', detail: '签名错误' }))).toBe(
      'credentials_refused',
    );
  });

  test.each([...TEST_VERDICTS, 'cannot_be_tested'] as const)(
    '%s is explained in both languages',
    (verdict) => {
      const { en, zh } = explainVerdict(verdict);
      expect(en).toMatch(/^[A-Z].*\.$/);
      expect(zh).toMatch(/[\u4e00-\u9fff].*。$/);
    },
  );
});
