import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type CertifiedKey, makeCertificate } from '../kit/certificates.ts';
import { selfSignedCertificate } from '../kit/self-signed-certificate.ts';
import type { Desk, SimulatedMerchant } from '../kit/simulation.ts';

/** Who signs for UnionPay, and the certificates that vouch for it, as merchants get them with the SDK. */
export interface UnionpayPlatform {
  readonly root: CertifiedKey;
  readonly middle: CertifiedKey;
  readonly signer: CertifiedKey;
}

interface CertificateAccount {
  readonly kind: 'certificate';
  readonly merId: string;
  readonly privateKey: string;
  readonly certificate: string;
  /** The certificate's serial number in decimal digits. */
  readonly certId: string;
  /** `trId` */
  readonly tokenRequestor: string;
}

interface KeyAccount {
  readonly kind: 'key';
  readonly merId: string;
  readonly secureKey: string;
}

export type Account = CertificateAccount | KeyAccount;

/** A shop with an account of each kind of signature. */
export interface UnionpayKeys {
  readonly accounts: readonly [CertificateAccount, KeyAccount];
}

export type UnionpayDesk = Desk<UnionpayKeys, UnionpayPlatform>;
export type UnionpayMerchant = SimulatedMerchant<UnionpayKeys>;

export const makePlatform = async (): Promise<UnionpayPlatform> => {
  const root = await makeCertificate({ subject: 'CN=SIMULATED CS CA', isAuthority: true });
  const middle = await makeCertificate({ subject: 'CN=SIMULATED OCA1', isAuthority: true }, root);
  const signer = await makeCertificate(
    { subject: 'CN=041@8310000000083040@中国银联股份有限公司@00016495,O=SIMULATED OCA1' },
    middle,
  );
  return { root, middle, signer };
};

const YEAR_MILLIS = 365 * 24 * 3_600_000;

const certificateAccount = (merId: string, tokenRequestor: string): CertificateAccount => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  // Five bytes, as CFCA's are.
  const serialNumber = `10${randomBytes(4).toString('hex')}`;
  const certificate = selfSignedCertificate({
    privateKey,
    serialNumber,
    commonName: `041@${merId}@A SIMULATED SHOP@00000001`,
    from: new Date(Date.now() - 3_600_000),
    until: new Date(Date.now() + 5 * YEAR_MILLIS),
  });
  const certId = BigInt(`0x${serialNumber}`).toString();
  return { kind: 'certificate', merId, privateKey, certificate, certId, tokenRequestor };
};

export const makeMerchant = (index: number): { id: string; keys: UnionpayKeys } => {
  const number = (start: string, length: number) =>
    `${start}${String(index).padStart(length - start.length, '0')}`;
  const id = number('7772900581', 15);
  return {
    id,
    keys: {
      accounts: [
        certificateAccount(id, number('620000', 11)),
        {
          kind: 'key',
          merId: number('7772900589', 15),
          secureKey: randomBytes(16).toString('hex'),
        },
      ],
    },
  };
};

export interface Client {
  readonly merchant: UnionpayMerchant;
  readonly account: Account;
}

export const clientOf = (
  { merchants }: Pick<UnionpayDesk, 'merchants'>,
  merId: string | undefined,
): Client | undefined => {
  for (const merchant of merchants.values()) {
    const account = merchant.keys.accounts.find((one) => one.merId === merId);
    if (account) return { merchant, account };
  }
  return undefined;
};
