import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { type CertifiedKey, makeCertificate } from '../kit/certificates.ts';
import type { ChannelSetup, Desk, SimulatedMerchant } from '../kit/simulation.ts';

interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Alipay's own keys: bare ones, and certified ones; and the certificates that it has issued to apps. */
export interface AlipayPlatform {
  readonly keys: KeyPair;
  readonly root: CertifiedKey;
  readonly alipay: CertifiedKey;
  /** For the first merchants, one each. */
  readonly apps: readonly CertifiedKey[];
}

export type AccountKind = 'pages' | 'codes' | 'isv';

/** One app with its contract. */
export interface Account {
  readonly kind: AccountKind;
  readonly appId: string;
  readonly sellerId: string;
  readonly app: KeyPair;
  /** `isv`: the merchant's app, its grant, and the service provider; calls and replies name certificates. */
  readonly isv?: {
    readonly authAppId: string;
    readonly appAuthToken: string;
    readonly serviceProviderId: string;
    readonly certificate: string;
  };
}

/** A shop with a contract of each kind: none of them shares a key with another. */
export interface AlipayKeys {
  readonly accounts: readonly Account[];
}

export type AlipayDesk = Desk<AlipayKeys, AlipayPlatform>;
export type AlipayMerchant = SimulatedMerchant<AlipayKeys>;

/** Merchants that a simulator has certificates for; those after them have bare keys alone. */
const CERTIFIED_MERCHANTS = 2;

const keyPair = (): KeyPair =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

const names = (commonName: string): string =>
  `C=CN, O=Simulated Ant, OU=Certification Authority, CN=${commonName}`;

export const makePlatform = async (): Promise<AlipayPlatform> => {
  const root = await makeCertificate({ subject: names('Root R1'), isAuthority: true });
  const issued = Array.from({ length: CERTIFIED_MERCHANTS + 1 }, (_, at) =>
    makeCertificate({ subject: names(at === 0 ? 'Alipay' : `app ${at}`) }, root),
  );
  const [alipay, ...apps] = await Promise.all(issued);
  if (!alipay) throw new Error('no certificate was issued');
  return { keys: keyPair(), root, alipay, apps };
};

const numberFor = (prefix: string, index: number, at: number): string =>
  `${prefix}${String(index).padStart(8, '0')}${String(at).padStart(4, '0')}`;

export const makeMerchant = (
  index: number,
  { apps }: AlipayPlatform,
): { id: string; keys: AlipayKeys } => {
  const account = (kind: AccountKind, at: number, app: KeyPair): Account => ({
    kind,
    appId: numberFor('2021', index, at),
    sellerId: numberFor('2088', index, at),
    app,
  });
  const certified = apps[index - 1];
  const accounts = [account('pages', 1, keyPair()), account('codes', 2, keyPair())];
  return {
    id: numberFor('2088', index, 0),
    keys: {
      accounts: certified ? [...accounts, isvAccount(account, index, certified)] : accounts,
    },
  };
};

const isvAccount = (
  account: (kind: AccountKind, at: number, app: KeyPair) => Account,
  index: number,
  { certificate, privateKey }: CertifiedKey,
): Account => {
  const publicKey = createPublicKey(certificate).export({ type: 'spki', format: 'pem' }).toString();
  return {
    ...account('isv', 3, { privateKey, publicKey }),
    isv: {
      authAppId: numberFor('2021', index, 33),
      appAuthToken: `202611BB${randomBytes(14).toString('hex')}X00`,
      serviceProviderId: numberFor('2088', index, 99),
      certificate,
    },
  };
};

const LABELS: Readonly<Record<AccountKind, string>> = {
  pages: 'Alipay',
  codes: 'Alipay, QR codes',
  isv: 'Alipay, by a service provider',
};

export const setupOf = (
  { kind, appId, sellerId, app, isv }: Account,
  { keys, root, alipay }: AlipayPlatform,
  baseUrl: string,
): ChannelSetup => ({
  provider: 'alipay',
  label: LABELS[kind],
  currency: 'CNY',
  config: {
    accessMode: isv ? 'isv' : 'merchant',
    products: kind === 'codes' ? ['qr'] : ['page', 'wap', 'qr', 'app'],
    ...(kind === 'isv' ? { preferQr: true } : {}),
    appId,
    sellerId,
    keyMode: isv ? 'certificate' : 'public_key',
    gatewayUrl: `${baseUrl}/gateway.do`,
    ...(isv ? { authAppId: isv.authAppId, serviceProviderId: isv.serviceProviderId } : {}),
  },
  credentials: isv
    ? {
        appPrivateKey: app.privateKey,
        appCertificate: isv.certificate,
        alipayCertificate: alipay.certificate,
        alipayRootCertificate: root.certificate,
        appAuthToken: isv.appAuthToken,
      }
    : { appPrivateKey: app.privateKey, alipayPublicKey: keys.publicKey },
});

/** The account that an app number names, with its merchant. */
export const accountOf = (
  { merchants }: AlipayDesk,
  appId: string,
): { merchant: AlipayMerchant; account: Account } | undefined => {
  for (const merchant of merchants.values()) {
    const account = merchant.keys.accounts.find((one) => one.appId === appId);
    if (account) return { merchant, account };
  }
  return undefined;
};
