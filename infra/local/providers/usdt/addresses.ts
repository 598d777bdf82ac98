import { createHash, randomBytes } from 'node:crypto';
import { createBase58check } from '@scure/base';
import { getAddress } from 'viem/utils';
import type { Network } from './chain.ts';

const base58check = createBase58check((bytes: Uint8Array) =>
  createHash('sha256').update(bytes).digest(),
);

export const newAddress = (network: Network): string => {
  const bytes = randomBytes(20);
  return network === 'trc20'
    ? base58check.encode(Buffer.concat([Buffer.from([0x41]), bytes]))
    : getAddress(`0x${bytes.toString('hex')}`);
};

/** The 20 bytes of an address in hex, without its network's dress. */
export const bareAddress = (address: string): string =>
  address.startsWith('0x')
    ? address.slice(2).toLowerCase()
    : Buffer.from(base58check.decode(address)).subarray(1).toString('hex');

export const isAddressOf = (network: Network, text: string): boolean => {
  try {
    return network === 'trc20' ? base58check.decode(text).length === 21 : getAddress(text) === text;
  } catch {
    return false;
  }
};
