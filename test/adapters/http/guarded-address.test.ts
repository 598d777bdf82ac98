import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { guardedLookup } from '#shared/adapters/http/guarded-address.ts';

const ipv4 = (...addresses: string[]): LookupAddress[] =>
  addresses.map((address) => ({ address, family: 4 }));

const look = (
  answer: LookupAddress[],
  { allowPrivateAddresses = false, all = true }: { allowPrivateAddresses?: boolean; all?: boolean },
) =>
  new Promise<{ error: NodeJS.ErrnoException | null; found: unknown }>((resolve) => {
    const lookup = guardedLookup({ allowPrivateAddresses, resolve: async () => answer });
    lookup('shop.test', { all }, (error, found) => resolve({ error, found }));
  });

describe('guardedLookup', () => {
  it('hands over exactly the addresses that it checked', async () => {
    const { error, found } = await look(ipv4('8.8.8.8', '1.1.1.1'), {});
    expect(error).toBeNull();
    expect(found).toEqual(ipv4('8.8.8.8', '1.1.1.1'));
  });

  it('hands over one address to a caller that wants one', async () => {
    const { error, found } = await look(ipv4('8.8.8.8', '1.1.1.1'), { all: false });
    expect(error).toBeNull();
    expect(found).toBe('8.8.8.8');
  });

  it('refuses a name that also leads to a private address', async () => {
    const { error } = await look(ipv4('8.8.8.8', '10.0.0.1'), {});
    expect(error?.code).toBe('ERR_ADDRESS_REFUSED');
  });

  it('refuses the address of cloud credentials', async () => {
    const { error } = await look(ipv4('169.254.169.254'), {});
    expect(error?.code).toBe('ERR_ADDRESS_REFUSED');
  });

  it('lets loopback pass on the local stack only', async () => {
    expect((await look(ipv4('127.0.0.1'), {})).error?.code).toBe('ERR_ADDRESS_REFUSED');
    expect((await look(ipv4('127.0.0.1'), { allowPrivateAddresses: true })).error).toBeNull();
  });

  it('fails for a name without an address', async () => {
    expect((await look([], {})).error?.message).toContain('no address');
  });
});
