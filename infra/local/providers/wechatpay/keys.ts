import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { selfSignedCertificate } from '../kit/self-signed-certificate.ts';
import type { Desk, SimulatedMerchant } from '../kit/simulation.ts';

interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

interface CertifiedKeys extends KeyPair {
  readonly serial: string;
  readonly certificate: string;
}

/** WeChat Pay's own keys: a public key, and two platform certificates, of which the second one comes into use. */
export interface WechatPlatform {
  readonly publicKeyId: string;
  readonly publicKey: KeyPair;
  readonly certificate: CertifiedKeys;
  readonly nextCertificate: CertifiedKeys;
}

export type AccountKind = 'ordinary' | 'partner' | 'micro';

/** One contract: an ordinary merchant, or a service provider with one sub-merchant. */
export interface Account {
  readonly kind: AccountKind;
  readonly mchId: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly subMchId?: string;
  readonly apiV3Key: string;
  /** The merchant's API certificate. */
  readonly api: CertifiedKeys;
}

/** A shop with a contract of each kind: none of them shares a secret with another. */
export interface WechatKeys {
  readonly accounts: readonly Account[];
}

export type WechatDesk = Desk<WechatKeys, WechatPlatform>;
export type WechatMerchant = SimulatedMerchant<WechatKeys>;

const YEAR_MILLIS = 365 * 24 * 3_600_000;

const keyPair = (): KeyPair =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

const certifiedKeys = (commonName: string): CertifiedKeys => {
  const pair = keyPair();
  // Twenty bytes, not starting with zeros, as the real ones.
  const serial = `5${randomBytes(20).toString('hex').toUpperCase().slice(1)}`;
  const now = Date.now();
  const certificate = selfSignedCertificate({
    privateKey: pair.privateKey,
    serialNumber: serial,
    commonName,
    from: new Date(now - 3_600_000),
    until: new Date(now + 5 * YEAR_MILLIS),
  });
  return { ...pair, serial, certificate };
};

export const makePlatform = (): WechatPlatform => ({
  publicKeyId: `PUB_KEY_ID_01${String(randomBytes(6).readUIntBE(0, 6)).padStart(16, '0')}`,
  publicKey: keyPair(),
  certificate: certifiedKeys('Tenpay.com sign'),
  nextCertificate: certifiedKeys('Tenpay.com sign'),
});

const makeAccount = (kind: AccountKind, mchId: string): Account => ({
  kind,
  mchId,
  appId: `wx${randomBytes(8).toString('hex')}`,
  appSecret: randomBytes(16).toString('hex'),
  ...(kind === 'ordinary' ? {} : { subMchId: `17${mchId.slice(2)}` }),
  apiV3Key: randomBytes(16).toString('hex'),
  api: certifiedKeys(mchId),
});

export const makeMerchant = (index: number): { id: string; keys: WechatKeys } => {
  const number = (start: string) => `${start}${String(index).padStart(8, '0')}`;
  const kinds: readonly (readonly [AccountKind, string])[] = [
    ['ordinary', number('16')],
    ['partner', number('12')],
    ['micro', number('13')],
  ];
  return {
    id: number('16'),
    keys: { accounts: kinds.map(([kind, mchId]) => makeAccount(kind, mchId)) },
  };
};

export interface Client {
  readonly merchant: WechatMerchant;
  readonly account: Account;
}

const find = (
  { merchants }: Pick<WechatDesk, 'merchants'>,
  isIt: (account: Account) => boolean,
) => {
  for (const merchant of merchants.values()) {
    const account = merchant.keys.accounts.find(isIt);
    if (account) return { merchant, account };
  }
  return undefined;
};

export const clientByMchId = (
  desk: Pick<WechatDesk, 'merchants'>,
  mchId: string,
): Client | undefined => find(desk, (account) => account.mchId === mchId);

export const clientByAppId = (
  desk: Pick<WechatDesk, 'merchants'>,
  appId: string,
): Client | undefined => find(desk, (account) => account.appId === appId);
