import { describe, expect, test } from 'vitest';
import { usdt } from '#shared/channels/usdt/index.ts';
import { anAddress } from './chain/wallet.ts';
import { aTronAddress, USDT } from './tron-grid.ts';

const tron = (change: object = {}) => ({
  network: 'trc20',
  accessMode: 'address',
  addresses: ['TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'],
  ...change,
});
const evm = (change: object = {}) => ({
  network: 'bep20',
  accessMode: 'amount',
  addresses: ['0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'],
  rpc: { url: 'https://node.example.com/v3' },
  ...change,
});

const parses = (config: object) => usdt.configSchema.safeParse(config).success;
const problems = (config: object) => usdt.problems(usdt.configSchema.parse(config), {});

describe('addresses are taken with a checksum that matches only', () => {
  test.each([
    ['as the wallet shows it', tron(), true],
    [
      'with one character changed',
      tron({ addresses: ['TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HD'] }),
      false,
    ],
    [
      'of another chain',
      tron({ addresses: ['0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'] }),
      false,
    ],
    [
      'of Bitcoin, which has a checksum of the same kind',
      tron({ addresses: ['1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'] }),
      false,
    ],
    ['with its capitals', evm(), true],
    [
      'in small letters, which check nothing',
      evm({ addresses: ['0xd8da6bf26964af9d7eed9e03e53415d37aa96045'] }),
      false,
    ],
    [
      'with one capital changed',
      evm({ addresses: ['0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045'] }),
      false,
    ],
    ['cut short', evm({ addresses: ['0xd8dA6BF26964aF9D7eEd9e03E53415D37aA9604'] }), false],
    ['a hundred', tron({ addresses: Array.from({ length: 100 }, aTronAddress) }), true],
    ['a hundred and one', tron({ addresses: Array.from({ length: 101 }, aTronAddress) }), false],
    ['none', tron({ addresses: [] }), false],
  ])('%s', (_, config, expected) => {
    expect(parses(config)).toBe(expected);
  });
});

test.each([
  ['a node without TLS', evm({ rpc: { url: 'http://node.example.com' } })],
  [
    'a node whose address carries a key in its query',
    evm({ rpc: { url: 'https://n.example.com?key=1' } }),
  ],
  ['no node', evm({ rpc: undefined })],
  ['confirmations of TRON', tron({ finality: 12 })],
  ['no step', evm({ amountStep: '0' })],
  ['a step finer than money', evm({ amountStep: '0.0000001' })],
  ['a network nobody has', evm({ network: 'polygon' })],
])('it does not take %s', (_, config) => {
  expect(parses(config)).toBe(false);
});

test.each([
  ['addresses', tron({ addresses: Array(2).fill('TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC') })],
  ['formerAddresses', tron({ formerAddresses: ['TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'] })],
  ['addresses', tron({ addresses: [USDT] })],
  ['amountStep', tron({ amountSteps: 10 })],
  ['amountSteps', evm({ amountStep: '0.01', amountSteps: 501 })],
  ['minimum', evm({ minimum: '1.000001' })],
])('it names %s as what to correct', (param, config) => {
  expect(problems(config)).toMatchObject([{ param: `config.${param}` }]);
});

test('a key is not blank and no address', () => {
  for (const rpcKey of ['', ' ', 'https://node.example.com/key', 'key?a=b', 'key with blanks'])
    expect(usdt.credentialsSchema.safeParse({ rpcKey }).success).toBe(false);
  expect(usdt.credentialsSchema.parse({ rpcKey: 'ab-c_9/' })).toEqual({ rpcKey: 'ab-c_9/' });
  expect(usdt.credentialsSchema.parse({})).toEqual({});
});

test('an account offers the method of its network, and is named by its first address', () => {
  const config = usdt.configSchema.parse(evm());
  expect(usdt.capabilitiesOf?.(config).methods).toEqual(['usdt_bep20']);
  const more = usdt.configSchema.parse(
    evm({ addresses: ['0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045', anAddress()] }),
  );
  // Adding an address, or another node, is no other account: its payments stay its own.
  expect(usdt.accountOf(more)).toBe(usdt.accountOf(config));
  expect(usdt.accountOf(config)).toBe('BEP20 0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045');
});
