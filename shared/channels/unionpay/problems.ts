import { createPublicKey } from 'node:crypto';
import { readRsaKey } from '../wire/rsa-key.ts';
import { readCertificates } from './certificates.ts';
import type { UnionpayConfig, UnionpayCredentials } from './config.ts';

type Problems = { param: string; message: string }[];

/** What a merchant must correct before the account can work; `[]` when all is well. */
export const problems = (config: UnionpayConfig, credentials: UnionpayCredentials): Problems => [
  ...productProblems(config),
  ...(config.signMethod === 'key'
    ? secureKeyProblems(credentials)
    : [...ownKeyProblems(credentials), ...trustProblems(credentials)]),
];

const productProblems = ({
  accessMode,
  signMethod,
  tokenRequestor,
  banks,
}: UnionpayConfig): Problems => {
  if (accessMode === 'bank_gateway') return [];
  const found: Problems = [];
  if (tokenRequestor === undefined)
    found.push({
      param: 'config.tokenRequestor',
      message: 'token_quick_pay needs the trId that UnionPay gave you (标记请求者).',
    });
  if (signMethod === 'key')
    found.push({
      param: 'config.signMethod',
      message: 'UnionPay takes token_quick_pay with certificates only. Choose "certificate".',
    });
  if (banks)
    found.push({
      param: 'config.banks',
      message: 'Buyers choose a bank in bank_gateway only. Remove it.',
    });
  return found;
};

const secureKeyProblems = ({ secureKey }: UnionpayCredentials): Problems =>
  secureKey?.trim()
    ? []
    : [
        {
          param: 'credentials.secureKey',
          message: 'signMethod "key" needs the shared key (密钥) from the merchant portal.',
        },
      ];

const ownKeyProblems = ({
  merchantPrivateKey,
  merchantCertificate,
}: UnionpayCredentials): Problems => {
  const privateKey = readRsaKey(merchantPrivateKey ?? '', 'private');
  const [certificate] = readCertificates(merchantCertificate ?? '') ?? [];
  const found: Problems = [];
  if (!privateKey)
    found.push({
      param: 'credentials.merchantPrivateKey',
      message:
        'Paste the private key as PEM: openssl pkcs12 -legacy -in acp_prod_sign.pfx -nodes -nocerts',
    });
  if (!certificate)
    found.push({
      param: 'credentials.merchantCertificate',
      message:
        'Paste the certificate as PEM: openssl pkcs12 -legacy -in acp_prod_sign.pfx -clcerts -nokeys',
    });
  if (privateKey && certificate && !certificate.publicKey.equals(createPublicKey(privateKey)))
    found.push({
      param: 'credentials.merchantCertificate',
      message: 'This certificate is not the one of the private key. Paste both from one .pfx file.',
    });
  return found;
};

const trustProblems = ({
  merchantCertificate,
  trustedCertificates,
}: UnionpayCredentials): Problems => {
  const param = 'credentials.trustedCertificates';
  const trusted = readCertificates(trustedCertificates ?? '');
  if (!trusted)
    return [
      {
        param,
        message:
          'Paste acp_prod_middle.cer and acp_prod_root.cer (PEM): without them no reply or notification can be believed.',
      },
    ];
  const [own] = readCertificates(merchantCertificate ?? '') ?? [];
  return trusted.some(({ fingerprint256 }) => fingerprint256 === own?.fingerprint256)
    ? [
        {
          param,
          message:
            'Your own certificate is among them, which vouches for nobody. Paste acp_prod_middle.cer and acp_prod_root.cer.',
        },
      ]
    : [];
};
