/**
 * Names of the environment variables that infrastructure sets and the runtime reads. A function gets only those
 * it uses; `readEnvironment` (platform) fails at cold start when one is missing.
 */
export const ENV = {
  ordersTable: 'ORDERS_TABLE',
  inventoryTable: 'INVENTORY_TABLE',
  channelsTable: 'CHANNELS_TABLE',
  merchantsTable: 'MERCHANTS_TABLE',
  idempotencyTable: 'IDEMPOTENCY_TABLE',
  callbacksQueueUrl: 'CALLBACKS_QUEUE_URL',
  followUpsQueueUrl: 'FOLLOW_UPS_QUEUE_URL',
  webhooksQueueUrl: 'WEBHOOKS_QUEUE_URL',
  /** ARN of the KMS key that wraps data keys; or `file:<path>` of a key file (local stack only). */
  sealingKey: 'SEALING_KEY',
  /** Base URL under which providers reach the callbacks API. */
  callbacksBaseUrl: 'CALLBACKS_BASE_URL',
  /** Secret that CloudFront adds as header {@link ORIGIN_SECRET_HEADER}; requests without it came around the front door. */
  originSecret: 'ORIGIN_SECRET',
  /** Signs the cookies of buyers' devices, and hides whose rate limits are counted. A new one gives every browser a new cookie. */
  deviceCookieSecret: 'DEVICE_COOKIE_SECRET',
  /** `true` only on the local stack: webhooks and providers may be on loopback. */
  allowPrivateAddresses: 'ALLOW_PRIVATE_ADDRESSES',
  /** Only on the local stack: where Apple's domain file is, in place of Stripe's site. */
  domainFileUrl: 'DOMAIN_FILE_URL',
} as const;

export type EnvironmentName = (typeof ENV)[keyof typeof ENV];

export const ORIGIN_SECRET_HEADER = 'x-arteria-origin';
/** Set by the front door to the host the client asked for. */
export const PUBLIC_HOST_HEADER = 'x-forwarded-host';
/** Set by the front door to the client's address: API Gateway sees only CloudFront's. */
export const CLIENT_ADDRESS_HEADER = 'x-arteria-client-address';
/**
 * The client's country as CloudFront knows it by the address, ISO 3166-1 alpha-2. Its managed policy
 * AllViewerExceptHostHeader adds "all device type and viewer location headers" to what the origin gets; a client's own
 * header of that name is replaced. (Amazon CloudFront, "Use managed origin request policies" and "Add CloudFront request
 * headers".)
 */
export const CLIENT_COUNTRY_HEADER = 'cloudfront-viewer-country';
/** Largest request body of the front API: a batch of 10,000 cards fits. */
export const MAX_BODY_BYTES = 1_500_000;
/** Largest callback body that is believed and queued. */
export const MAX_CALLBACK_BYTES = 64_000;
