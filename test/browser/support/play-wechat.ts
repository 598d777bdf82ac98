import type { BrowserContextOptions, Page } from 'playwright-core';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

/** Browsers inside the wallets' apps, as they name themselves. */
export const IN_WECHAT: BrowserContextOptions = {
  ...PHONE,
  userAgent:
    'Mozilla/5.0 (Linux; Android 14; 23127PN0CC Build/UKQ1.230804.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260183 MMWEBSDK/20240404 MMWEBID/2247 MicroMessenger/8.0.49.2600(0x2800313B) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
};
export const IN_ALIPAY: BrowserContextOptions = {
  ...PHONE,
  userAgent:
    'Mozilla/5.0 (Linux; U; Android 14; zh-CN; 23127PN0CC Build/UKQ1.230804.001) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/108.0.5359.128 UWS/4.2.2 Mobile Safari/537.36 NebulaSDK/1.8.100112 Nebula AlipayDefined(nt:WIFI,ws:390|0|3.0) AliApp(AP/10.6.10.8000) AlipayClient/10.6.10.8000 Language/zh-Hans',
};

/** What the buyer does in WeChat's payment window. `lies`: it says that they paid, and nothing was paid. */
export type InWindow = 'pays' | 'cancels' | 'lies';

export interface PlayedWechat {
  /** How often the page opened the window. */
  readonly opened: () => number;
  /** From now on, in the window. */
  readonly nextTime: (what: InWindow) => void;
  /** WeChat is ready late: it puts its bridge into the page now. */
  readonly bringBridge: () => Promise<void>;
}

/** Both stand in the page as long as it is open. */
interface WechatWindow extends Window {
  WeixinJSBridge?: unknown;
  openPaymentWindow(name: string, params: Record<string, string>): Promise<string>;
  bringBridge?(): void;
}

/**
 * Gives a tab what WeChat gives its browser: `WeixinJSBridge`. Its payment window takes the parameters to the simulator,
 * which looks at their signature.
 */
export const playWechat = async (
  page: Page,
  simulatorUrl: string,
  { first = 'pays', isLate = false }: { first?: InWindow; isLate?: boolean } = {},
): Promise<PlayedWechat> => {
  let opened = 0;
  let inWindow = first;
  await page.exposeFunction(
    'openPaymentWindow',
    async (name: string, params: Record<string, string>): Promise<string> => {
      if (name !== 'getBrandWCPayRequest') return `${name}:fail`;
      opened += 1;
      if (inWindow === 'cancels') return 'get_brand_wcpay_request:cancel';
      const paid = inWindow === 'lies' || (await payWith(simulatorUrl, params));
      return `get_brand_wcpay_request:${paid ? 'ok' : 'fail'}`;
    },
  );
  await page.addInitScript((late) => {
    const wechat = window as unknown as WechatWindow;
    const bring = (): void => {
      wechat.WeixinJSBridge = {
        invoke: (
          name: string,
          params: Record<string, string>,
          done: (result: { err_msg: string }) => void,
        ) => void wechat.openPaymentWindow(name, params).then((err_msg) => done({ err_msg })),
      };
      document.dispatchEvent(new Event('WeixinJSBridgeReady'));
    };
    if (late) wechat.bringBridge = bring;
    else bring();
  }, isLate);
  return {
    opened: () => opened,
    nextTime: (what) => {
      inWindow = what;
    },
    bringBridge: () => page.evaluate(() => (window as unknown as WechatWindow).bringBridge?.()),
  };
};

/** Pays at the simulator with what the page handed over; `false` when it does not take that. */
const payWith = async (simulatorUrl: string, params: Record<string, string>): Promise<boolean> => {
  const bridge = await fetch(`${simulatorUrl}/bridge?${new URLSearchParams(params)}`, {
    redirect: 'manual',
  });
  const page = bridge.headers.get('location');
  if (page === null) return false;
  const body = new URLSearchParams({ action: 'pay' });
  return (await fetch(page, { method: 'POST', body })).ok;
};
