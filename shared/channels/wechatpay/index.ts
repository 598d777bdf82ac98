import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities } from './capabilities.ts';
import { close } from './close.ts';
import {
  type WechatPayConfig,
  type WechatPayCredentials,
  wechatPayConfigSchema,
  wechatPayCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { expiries } from './expiries.ts';
import { SIGNATURE_HEADERS } from './message-signature.ts';
import { capabilitiesOf } from './modes.ts';
import { notification } from './notification.ts';
import { problems } from './problems.ts';
import { proceed } from './proceed.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { statement } from './statement.ts';
import { terms } from './terms.ts';

/** WeChat Pay (微信支付), API v3: Native, H5 and JSAPI, for merchants and service providers. See README.md. */
export const wechatpay = defineChannel<WechatPayConfig, WechatPayCredentials>({
  provider: 'wechatpay',
  capabilities,
  capabilitiesOf,
  terms,
  configSchema: wechatPayConfigSchema,
  credentialsSchema: wechatPayCredentialsSchema,
  problems,
  ownSecrets: ['merchantPrivateKey', 'apiV3Key'],
  // One certificate and one key serve every app and every sub-merchant of a merchant number.
  secretHolderOf: ({ mchId }) => mchId,
  accountOf: ({ mchId, subMchId, appId }) =>
    [mchId, subMchId, appId].filter((part) => part !== undefined).join('/'),
  create,
  createsWithoutCall: ({ products }) => products.every((product) => product === 'jsapi'),
  query,
  proceed,
  close,
  refund,
  refundsRepeatably: () => true,
  redirectsRefunds: true,
  notification,
  acknowledge,
  evidenceHeaders: SIGNATURE_HEADERS,
  statement,
  expiries,
});
