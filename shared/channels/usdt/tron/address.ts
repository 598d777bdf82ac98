import { createHash } from 'node:crypto';
import { createBase58check } from '@scure/base';

const base58check = createBase58check((bytes: Uint8Array) =>
  createHash('sha256').update(bytes).digest(),
);

/** The first byte of every address of the main and the test networks. */
const PREFIX = 0x41;

/** The 20 bytes that contracts know an account by, as hex. `undefined`: no address, or its checksum does not match. */
export const tronAddressBytes = (address: string): string | undefined => {
  try {
    const bytes = Buffer.from(base58check.decode(address));
    return bytes.length === 21 && bytes[0] === PREFIX ? bytes.toString('hex', 1) : undefined;
  } catch {
    return undefined;
  }
};

/** @param hex 20 bytes as contracts have them */
export const tronAddress = (hex: string): string =>
  base58check.encode(Buffer.from([PREFIX, ...Buffer.from(hex, 'hex')]));

export const isTronAddress = (text: string): boolean => tronAddressBytes(text) !== undefined;
