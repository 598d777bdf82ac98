import { expect, test } from 'vitest';
import { cachedCaps } from '#shared/adapters/dynamodb/cached-caps.ts';
import { aTenant } from '#test/support/builders.ts';

test('caps are read once a second for each tenant and day, and are two seconds old at most', async () => {
  let [reads, clock] = [0, 0];
  const caps = cachedCaps(
    {
      readCaps: async () => {
        reads += 1;
        return new Map([['ch_1', BigInt(reads)]]);
      },
    },
    () => clock,
  );
  const [one, other] = [aTenant(), aTenant()];
  const day = (name: string) => [{ channelId: 'ch_1', day: name }];
  expect((await caps.readCaps(one, day('2026-05-01'))).get('ch_1')).toBe(1n);
  clock = 999;
  expect((await caps.readCaps(one, day('2026-05-01'))).get('ch_1')).toBe(1n);
  expect((await caps.readCaps(other, day('2026-05-01'))).get('ch_1')).toBe(2n);
  expect((await caps.readCaps(one, day('2026-05-02'))).get('ch_1')).toBe(3n);
  clock = 2_000;
  expect((await caps.readCaps(one, day('2026-05-01'))).get('ch_1')).toBe(4n);
});
