import type { ClientSdk, Device, PaymentMethod } from '../channels/channel.ts';
import { deviceOf } from '../channels/device-of.ts';

export type Platform = 'ios' | 'android' | 'harmony' | 'desktop' | 'other';

/** Browsers whose own wallet buttons work. `safari` is Apple's browser, or a view of it inside another app. */
export type Browser = 'safari' | 'chrome';

/** What is known of who looks at a checkout. All of it is a hint; none of it is believed for anything but an order. */
export interface Visitor {
  readonly device: Device;
  readonly platform: Platform;
  /** Absent: another one. */
  readonly browser?: Browser;
  /** ISO 3166-1 alpha-2. Absent: nobody knows. */
  readonly country?: string;
  /** What they read. */
  readonly language?: 'zh' | 'en';
  /** What paid last on this device. */
  readonly lastMethod?: PaymentMethod;
  /** Providers' code that the front end can run for them. Absent: all of it, as a front end of the shop's own does. */
  readonly clientSdks?: readonly ClientSdk[];
}

/** What the checkout page itself runs: the bridge that WeChat puts into its browser. */
export const PAGE_SDKS: readonly ClientSdk[] = ['wechat_jsapi'];

/** What a request says of its visitor; `device` only where somebody knows better than the User-Agent. */
export interface Seen extends Omit<Partial<Visitor>, 'platform' | 'browser'> {
  readonly userAgent: string;
}

/**
 * Reads a visitor from what their browser says.
 *
 * An iPad says that it is a Mac, and nothing in a request tells them apart. It is taken for one: both have Apple Pay in
 * Safari, and both can show a code to the phone that pays.
 */
export const visitorOf = ({ userAgent, device, ...seen }: Seen): Visitor => ({
  ...seen,
  device: device ?? deviceOf(userAgent),
  platform: platformOf(userAgent),
  browser: browserOf(userAgent),
});

const platformOf = (userAgent: string): Platform => {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  if (/HarmonyOS|OpenHarmony/.test(userAgent)) return 'harmony';
  if (/Android/.test(userAgent)) return 'android';
  return /Windows NT|Macintosh|X11|CrOS|Linux/.test(userAgent) ? 'desktop' : 'other';
};

/** The browsers themselves say exactly this; whoever builds on their engine adds a word of their own. */
const SAFARI = /\(KHTML, like Gecko\) Version\/\S+ (?:Mobile\/\S+ )?Safari\/\S+$/;
const CHROME = /\(KHTML, like Gecko\) Chrome\/\S+ (?:Mobile )?Safari\/\S+$/;

const browserOf = (userAgent: string): Browser | undefined => {
  if (/iPhone|iPad|iPod|Macintosh/.test(userAgent) && SAFARI.test(userAgent)) return 'safari';
  // `; wv` is a view inside another app.
  return CHROME.test(userAgent) && !/; wv\)|HarmonyOS/.test(userAgent) ? 'chrome' : undefined;
};
