import { expect, test } from 'vitest';
import type { AcknowledgementKind } from '#shared/application/ports/channel-port.ts';
import type { ConformanceSubject } from './subject.ts';

/** What a channel says of itself. A case's name stands before the first ` · `. */
export const declarationCases = (subject: ConformanceSubject): void => {
  const { channel } = subject;

  test.each(Object.entries(subject.acknowledgements))(
    'acknowledgement · "%s" has exactly the documented bytes',
    (kind, expected) => {
      expect(channel.acknowledge(kind as AcknowledgementKind)).toEqual(expected);
    },
  );

  test('configuration · it parses to itself, has no problems and names the account', () => {
    const config = channel.configSchema.parse(subject.config);
    const credentials = channel.credentialsSchema.parse(subject.credentials);
    expect(config).toEqual(subject.config);
    expect(channel.problems(config, credentials)).toEqual([]);
    expect(channel.accountOf(config)).not.toBe('');
  });

  test('configuration · a blank secret and an unknown setting do not parse', () => {
    for (const name of Object.keys(subject.credentials as object)) {
      const blank = { ...(subject.credentials as object), [name]: ' ' };
      expect(channel.credentialsSchema.safeParse(blank).success).toBe(false);
    }
    const config = { ...(subject.config as object), nonsense: 1 };
    expect(channel.configSchema.safeParse(config).success).toBe(false);
  });

  test('configuration · it names the secrets that no other account may have', () => {
    const names = Object.keys(channel.credentialsSchema.parse(subject.credentials) as object);
    if (names.length > 0)
      expect(channel.ownSecrets.filter((name) => names.includes(name))).not.toEqual([]);
  });

  test('capabilities · it has the operations that they promise', () => {
    const { capabilities } = channel;
    expect(channel.close !== undefined).toBe(capabilities.close);
    expect(channel.refund !== undefined).toBe(capabilities.refund !== 'none');
    expect(channel.statement !== undefined).toBe(capabilities.statement);
    expect(capabilities.amountMinor.min).toBeGreaterThan(0n);
    expect(capabilities.amountMinor.max).toBeGreaterThan(capabilities.amountMinor.min);
    const { methods } = channel.capabilitiesOf?.(subject.config) ?? capabilities;
    expect(methods.length).toBeGreaterThan(0);
    expect(capabilities.methods).toEqual(expect.arrayContaining([...methods]));
  });

  test('terms · every figure has its source', () => {
    const { fees, settlement, limits = [], refundWithinDays, hours } = channel.terms;
    expect(fees.length).toBeGreaterThan(0);
    for (const term of [...fees, ...limits, settlement, refundWithinDays, hours])
      if (term) expect(term.source.text).not.toBe('');
  });

  test('expiries · what ends is told for settings that exist', () => {
    const config = channel.configSchema.parse(subject.config);
    const credentials = channel.credentialsSchema.parse(subject.credentials);
    for (const { param, expiresAt } of channel.expiries?.(config, credentials) ?? []) {
      expect(param).toMatch(/^(config|credentials)\.\w+/);
      expect(expiresAt.getTime()).not.toBeNaN();
    }
  });
};
