import type { UnionpayConfig, UnionpayCredentials } from '#shared/channels/unionpay/config.ts';
import {
  CONFIG,
  CREDENTIALS,
  KEY_CONFIG,
  SECURE_KEY,
  type SignedAs,
  STRANGERS_MIDDLE,
  signedBy,
  signedByKey,
  TOKEN_CONFIG,
  type WireFields,
} from '../provider-side.ts';

/** An account of one product, with secrets that are not its own, and how UnionPay signs for it. */
export interface Account {
  readonly name: string;
  readonly config: UnionpayConfig;
  readonly credentials: UnionpayCredentials;
  readonly signedAs: SignedAs;
  readonly otherCredentials: UnionpayCredentials;
  readonly blankCredentials: UnionpayCredentials;
}

const BY_CERTIFICATE = {
  credentials: CREDENTIALS,
  signedAs: (fields: WireFields) => signedBy(fields),
  otherCredentials: { ...CREDENTIALS, trustedCertificates: STRANGERS_MIDDLE.certificate },
  blankCredentials: { ...CREDENTIALS, trustedCertificates: ' ' },
};
export const GATEWAY: Account = {
  ...BY_CERTIFICATE,
  name: 'unionpay bank gateway',
  config: CONFIG,
};
export const PLATFORM: Account = {
  ...BY_CERTIFICATE,
  name: 'unionpay bank gateway of a platform',
  config: {
    ...CONFIG,
    subMerchant: { id: 'SUB00001', name: '一家卡密店', abbreviation: '卡密店' },
    banks: ['ICBC', 'XYZBANK'],
  },
  signedAs: (fields) => signedBy({ subMerId: 'SUB00001', ...fields }),
};
export const BY_KEY: Account = {
  name: 'unionpay bank gateway by key',
  config: KEY_CONFIG,
  credentials: { secureKey: SECURE_KEY },
  signedAs: (fields) => signedByKey(fields),
  otherCredentials: { secureKey: 'the-key-of-another-shop' },
  blankCredentials: { secureKey: ' ' },
};
export const TOKEN: Account = {
  ...BY_CERTIFICATE,
  name: 'unionpay token quick pay',
  config: TOKEN_CONFIG,
};
