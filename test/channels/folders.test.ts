import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SIMULATIONS } from '#infra/local/providers/registry.ts';
import { channelRegistry } from '#shared/channels/registry.ts';

const has = (path: string): boolean =>
  existsSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));

/** Nobody answers for it: amounts choose what happens. */
const WITHOUT_A_SIMULATOR = ['sandbox'];

describe.each(channelRegistry.providers)('the channel %s', (provider) => {
  it('has a page that says what it believes, and passes the common suite', () => {
    expect(has(`shared/channels/${provider}/README.md`)).toBe(true);
    expect(has(`test/channels/${provider}/conformance.test.ts`)).toBe(true);
  });

  it('is played by a simulator', () => {
    expect(Object.hasOwn(SIMULATIONS, provider)).toBe(!WITHOUT_A_SIMULATOR.includes(provider));
  });
});
