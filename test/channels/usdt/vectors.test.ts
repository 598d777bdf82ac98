import { expect, test } from 'vitest';
import { decodeTransfer } from '#shared/channels/usdt/evm/transfer-log.ts';
import {
  isTronAddress,
  tronAddress,
  tronAddressBytes,
} from '#shared/channels/usdt/tron/address.ts';
import { describeVectors } from '#test/channels/support/vectors.ts';

describeVectors<{ topics: string[]; data: string }>('evm-', (found) => {
  test.each(found)('$id', ({ input, expected }) => {
    const transfer = decodeTransfer(input);
    if (expected.error) expect(transfer).toBeUndefined();
    else
      expect(transfer).toEqual({
        from: expected.from,
        to: expected.to,
        units: BigInt(String(expected.value)),
      });
  });
});

describeVectors<{ hex: string }>('tron-', (found) => {
  test.each(found)('$id', ({ input, expected }) => {
    const bytes = input.hex.slice(2);
    const text = String(expected.base58);
    expect(tronAddress(bytes)).toBe(text);
    expect(tronAddressBytes(text)).toBe(bytes);
    expect(isTronAddress(text)).toBe(expected.valid);
  });
});
