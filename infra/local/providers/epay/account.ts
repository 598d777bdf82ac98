import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { ChannelSetup, Desk, SimulatedMerchant, Simulation } from '../kit/simulation.ts';

export interface KeyPair {
  /** PKCS#8 PEM */
  readonly privateKey: string;
  /** SPKI PEM */
  readonly publicKey: string;
}

export interface EpayKeys {
  /** v1 */
  readonly key: string;
  /** v2 */
  readonly pair: KeyPair;
}

export interface EpayPlatform {
  /** v2: the gateway's own pair, one for all merchants. */
  readonly pair: KeyPair;
}

export type EpaySimulation = Simulation<EpayKeys, EpayPlatform>;
export type EpayDesk = Desk<EpayKeys, EpayPlatform>;
export type EpayMerchant = SimulatedMerchant<EpayKeys>;
export type Protocol = 'v1' | 'v2';

/** Made when first read: that takes a tenth of a second, and v1 needs none. */
const lazyPair = (): (() => KeyPair) => {
  let pair: KeyPair | undefined;
  return () => {
    pair ??= generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    return pair;
  };
};

export const makePlatform = (): EpayPlatform => {
  const pair = lazyPair();
  return {
    get pair() {
      return pair();
    },
  };
};

export const makeMerchant = (index: number): { id: string; keys: EpayKeys } => {
  const pair = lazyPair();
  return {
    id: String(1000 + index),
    keys: {
      key: randomBytes(16).toString('hex'),
      get pair() {
        return pair();
      },
    },
  };
};

/** What a shop enters to use the account in one of its modes. */
export const setupOf = (
  { id, keys }: { readonly id: string; readonly keys: EpayKeys },
  platform: EpayPlatform,
  mode: {
    readonly baseUrl: string;
    readonly protocol: Protocol;
    readonly accessMode: 'page' | 'api';
  },
): ChannelSetup => {
  const { baseUrl, protocol, accessMode } = mode;
  return {
    provider: 'epay',
    label: `Epay ${protocol}`,
    currency: 'CNY',
    config: { gatewayUrl: `${baseUrl}/`, pid: id, protocol, accessMode },
    credentials:
      protocol === 'v1'
        ? { key: keys.key }
        : {
            merchantPrivateKey: keys.pair.privateKey,
            platformPublicKey: platform.pair.publicKey,
          },
  };
};
