import { createPublicKey, type KeyObject } from 'node:crypto';
import { readRsaKey } from '../wire/rsa-key.ts';
import { readCertificates, rootsNumber } from './certificates.ts';
import type { AlipayConfig, AlipayCredentials } from './config.ts';
import { verifyingKeys } from './verifying-keys.ts';

type Problems = { param: string; message: string }[];

/** What a merchant must correct before the account can work; `[]` when all is well. */
export const problems = (config: AlipayConfig, credentials: AlipayCredentials): Problems => {
  const own = readRsaKey(credentials.appPrivateKey, 'private');
  return [
    ...modeProblems(config, credentials),
    ...productProblems(config),
    ...(own
      ? []
      : problem(
          'credentials.appPrivateKey',
          'Enter your RSA private key (应用私钥), PEM or base64.',
        )),
    ...(config.keyMode === 'certificate' ? certificateProblems(credentials, own) : []),
    ...alipayKeyProblems(config, credentials, own),
  ];
};

const problem = (param: string, message: string): Problems => [{ param, message }];

const modeProblems = (config: AlipayConfig, { appAuthToken }: AlipayCredentials): Problems => {
  const { accessMode, appId, authAppId, sellerId, serviceProviderId } = config;
  if (accessMode === 'merchant')
    return (['authAppId', 'serviceProviderId'] as const)
      .filter((name) => config[name] !== undefined)
      .flatMap((name) =>
        problem(
          `config.${name}`,
          "A merchant's own app has none. Remove it, or choose isv if a service provider's app signs.",
        ),
      );
  return [
    ...(appAuthToken?.trim()
      ? []
      : problem(
          'credentials.appAuthToken',
          'isv needs the grant of the merchant (app_auth_token, 应用授权令牌).',
        )),
    ...(authAppId !== undefined && authAppId !== appId
      ? []
      : problem(
          'config.authAppId',
          "isv needs the merchant's APPID, for which the grant was given; not the service provider's.",
        )),
    ...(serviceProviderId !== undefined && serviceProviderId !== sellerId
      ? []
      : problem(
          'config.serviceProviderId',
          "isv needs the service provider's PID; sellerId is the merchant's.",
        )),
  ];
};

const productProblems = ({ products, preferQr }: AlipayConfig): Problems =>
  preferQr && !products.includes('qr')
    ? problem(
        'config.preferQr',
        'There is no qr in config.products to prefer. Add it if the contract has it.',
      )
    : [];

const certificateProblems = (
  { appCertificate, alipayRootCertificate }: AlipayCredentials,
  own: KeyObject | undefined,
): Problems => {
  const [certificate] = readCertificates(appCertificate ?? '');
  return [
    ...(certificate && (!own || certificate.checkPrivateKey(own))
      ? []
      : problem(
          'credentials.appCertificate',
          certificate
            ? 'This certificate belongs to another private key.'
            : 'Enter the certificate of your app (应用公钥证书), PEM.',
        )),
    ...(rootsNumber(readCertificates(alipayRootCertificate ?? '')) === ''
      ? problem(
          'credentials.alipayRootCertificate',
          "Enter Alipay's root certificates (alipayRootCert.crt), the whole file.",
        )
      : []),
  ];
};

/** With one's own key in its place, nothing of Alipay's would ever verify. */
const alipayKeyProblems = (
  config: AlipayConfig,
  credentials: AlipayCredentials,
  own: KeyObject | undefined,
): Problems => {
  const [param, name] =
    config.keyMode === 'public_key'
      ? ['credentials.alipayPublicKey', "Alipay's public key (支付宝公钥), PEM or base64"]
      : [
          'credentials.alipayCertificate',
          "Alipay's certificate (alipayCertPublicKey_RSA2.crt), PEM",
        ];
  const keys = verifyingKeys(config, credentials);
  if (keys.length === 0) return problem(param, `Enter ${name}.`);
  const ownPublic = own && createPublicKey(own);
  return ownPublic && keys.some(({ key }) => key.equals(ownPublic))
    ? problem(param, `This is the public half of your own key. Enter ${name}.`)
    : [];
};
