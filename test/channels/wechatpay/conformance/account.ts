import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type { WechatPayConfig, WechatPayCredentials } from '#shared/channels/wechatpay/config.ts';
import type { BY_PUBLIC_KEY } from '../provider-side.ts';

/** A merchant's account of one kind, and who signs for WeChat Pay towards it. */
export interface Account {
  readonly name: string;
  readonly config: WechatPayConfig;
  readonly credentials?: WechatPayCredentials;
  readonly otherCredentials?: WechatPayCredentials;
  readonly blankCredentials?: WechatPayCredentials;
  readonly signer?: typeof BY_PUBLIC_KEY;
  /** The certificates that WeChat Pay hands out, where judging needs them. */
  readonly list?: ProviderResponse;
}
