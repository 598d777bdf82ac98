import type { Device } from './channel.ts';

/** The kind of device a User-Agent speaks of; in-app browsers of wallets come before "a phone". */
export const deviceOf = (userAgent: string): Device => {
  if (/MicroMessenger/i.test(userAgent)) return 'wechat';
  if (/AlipayClient/i.test(userAgent)) return 'alipay';
  return /Mobi|Android|iPhone|iPad|HarmonyOS/i.test(userAgent) ? 'mobile' : 'desktop';
};
