import {
  createCipheriv,
  createPublicKey,
  createSign,
  createVerify,
  randomBytes,
  randomUUID,
} from 'node:crypto';

/** WeChat Pay's own key pair and the name that it goes by. */
export interface Signer {
  /** PEM. */
  readonly privateKey: string;
  /** A certificate's serial number, or `PUB_KEY_ID_…`. */
  readonly serial: string;
}

/** The headers by which WeChat Pay vouches for a body. */
export const signatureHeaders = (
  { privateKey, serial }: Signer,
  body: string | Buffer,
  at = new Date(),
): Record<string, string> => {
  const timestamp = `${Math.floor(at.getTime() / 1000)}`;
  const nonce = randomUUID().replaceAll('-', '');
  const signature = createSign('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n`)
    .update(body)
    .update('\n')
    .sign(privateKey, 'base64');
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': serial,
    'wechatpay-signature': signature,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  };
};

/** AES-256-GCM with the tag behind, as WeChat Pay packs what only the merchant may read. */
export const sealed = (
  text: string | Buffer,
  apiV3Key: string,
  associatedData: string,
): Record<string, string> => {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce);
  cipher.setAAD(Buffer.from(associatedData));
  const body = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: body.toString('base64'),
    associated_data: associatedData,
    nonce,
  };
};

export interface SignedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body: string;
  readonly authorization: string;
}

/** What an `Authorization` header says. */
export const readAuthorization = (authorization: string): Record<string, string> => {
  const [schema, list = ''] = authorization.split(/ (.*)/s);
  if (schema !== 'WECHATPAY2-SHA256-RSA2048') return {};
  return Object.fromEntries(
    [...list.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
};

const MAX_SKEW_SECONDS = 300;

/** Whether the merchant's key signed exactly this request, just now. */
export const isSignedByMerchant = (
  { method, target, body, authorization }: SignedRequest,
  merchantKey: string,
): boolean => {
  const {
    timestamp = '',
    nonce_str: nonce = '',
    signature = '',
  } = readAuthorization(authorization);
  if (!/^\d{10}$/.test(timestamp) || nonce === '' || nonce.length > 32) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > MAX_SKEW_SECONDS) return false;
  return createVerify('RSA-SHA256')
    .update([method, target, timestamp, nonce, body, ''].join('\n'))
    .verify(createPublicKey(merchantKey), signature, 'base64');
};

/** Whether the parameters that a buyer's WeChat gets are signed by the merchant. */
export const isPaySigned = (
  params: Readonly<Record<string, string>>,
  merchantKey: string,
): boolean =>
  params.signType === 'RSA' &&
  createVerify('RSA-SHA256')
    .update(`${params.appId}\n${params.timeStamp}\n${params.nonceStr}\n${params.package}\n`)
    .verify(createPublicKey(merchantKey), params.paySign ?? '', 'base64');
