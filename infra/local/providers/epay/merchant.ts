import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type Behaviour, GOOD_BEHAVIOUR } from './behaviour.ts';

export interface KeyPair {
  /** PKCS#8 PEM */
  readonly privateKey: string;
  /** SPKI PEM */
  readonly publicKey: string;
}

/** An account at the simulated gateway. */
export interface SimulatedMerchant {
  readonly pid: string;
  /** v1's shared key. */
  readonly key: string;
  /** v2's pair; made when first needed, because making it takes a tenth of a second. */
  readonly keyPair: () => KeyPair;
  behaviour: Behaviour;
}

export interface MerchantOptions {
  readonly pid?: string;
  readonly key?: string;
  readonly keyPair?: KeyPair;
  readonly behaviour?: Partial<Behaviour>;
}

export const openMerchant = (options: MerchantOptions, defaultPid: string): SimulatedMerchant => ({
  pid: options.pid ?? defaultPid,
  key: options.key ?? randomBytes(16).toString('hex'),
  keyPair: lazyKeyPair(options.keyPair),
  behaviour: { ...GOOD_BEHAVIOUR, ...options.behaviour },
});

export const lazyKeyPair = (given: KeyPair | undefined): (() => KeyPair) => {
  let pair = given;
  return () => {
    pair ??= generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    return pair;
  };
};
