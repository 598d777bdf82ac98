import type { AlipayConfig, AlipayCredentials } from '#shared/channels/alipay/config.ts';

/** A merchant's account of one kind, with secrets that are not its own. */
export interface Account {
  readonly name: string;
  readonly config: AlipayConfig;
  readonly credentials: AlipayCredentials;
  readonly otherKey: AlipayCredentials;
  readonly blank: AlipayCredentials;
  readonly otherAccount: AlipayConfig;
}
