import { constants, type KeyObject, randomBytes, sign as rsaSign } from 'node:crypto';

/** The name of the only algorithm of API v3: SHA-256 with RSA, PKCS#1 v1.5. */
export const SCHEMA = 'WECHATPAY2-SHA256-RSA2048';

/** What is signed: each part on a line of its own, the last one too. */
export const lines = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.flatMap((part) => [Buffer.from(part), Buffer.from('\n')]));

const signed = (text: Uint8Array, key: KeyObject): string =>
  rsaSign('sha256', text, { key, padding: constants.RSA_PKCS1_PADDING }).toString('base64');

export const freshNonce = (): string => randomBytes(16).toString('hex').toUpperCase();

export const epochSeconds = (date: Date): string => String(Math.floor(date.getTime() / 1000));

interface RequestToSign {
  readonly mchId: string;
  readonly serialNumber: string;
  readonly key: KeyObject;
  readonly now: Date;
  readonly method: string;
  /** Path and query, as they are sent. */
  readonly target: string;
  /** The body, byte for byte as it is sent; `''` without one. */
  readonly body: string;
}

/** The `Authorization` header of a request. */
export const authorization = (request: RequestToSign): string => {
  const { mchId, serialNumber, key, method, target, body } = request;
  const timestamp = epochSeconds(request.now);
  const nonce = freshNonce();
  const signature = signed(lines(method, target, timestamp, nonce, body), key);
  return `${SCHEMA} mchid="${mchId}",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="${serialNumber}",signature="${signature}"`;
};

export interface PaySignature {
  readonly appId: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** `prepay_id=…` inside WeChat; the bare prepay id in an app. */
  readonly payload: string;
}

/** What a buyer's WeChat checks before it shows the payment. */
export const payText = ({ appId, timestamp, nonce, payload }: PaySignature): Buffer =>
  lines(appId, timestamp, nonce, payload);

export const paySign = (parts: PaySignature, key: KeyObject): string => signed(payText(parts), key);
