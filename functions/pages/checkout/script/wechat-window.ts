import { paymentStep } from '../view/payment-step.ts';
import type { LivePage } from './live-page.ts';

/**
 * WeChat's own browser offers its payment window to pages as `WeixinJSBridge` (WeChat Pay, JSAPI payment: "getBrandWCPayRequest").
 * It is there some time after the page. What it reports is not believed: the order's state is asked for.
 */
interface Bridge {
  invoke(
    name: 'getBrandWCPayRequest',
    params: Readonly<Record<string, string>>,
    done: (result: { readonly err_msg?: string }) => void,
  ): void;
}

const bridge = (): Bridge | undefined => (window as { WeixinJSBridge?: Bridge }).WeixinJSBridge;

export const inWechat = (): boolean => /MicroMessenger/i.test(navigator.userAgent);

const READY = 'WeixinJSBridgeReady';
/** What opens the window as soon as WeChat is ready: one, however often it was asked for. */
let waiting: (() => void) | undefined;

/** Opens WeChat's payment window for the open payment, now or as soon as WeChat is ready. */
export const openWechat = (page: LivePage): void => {
  const open = (): void => {
    // The buyer may have chosen another way meanwhile.
    const params = windowParams(page);
    if (params)
      bridge()?.invoke('getBrandWCPayRequest', params, () => dispatchEvent(new Event('focus')));
  };
  if (waiting) document.removeEventListener(READY, waiting);
  waiting = open;
  if (bridge()) open();
  else document.addEventListener(READY, open, { once: true });
};

const windowParams = ({ state: { view } }: LivePage) => {
  const action = view.state === 'awaiting_payment' ? view.attempt?.next_action : undefined;
  const step = action && paymentStep(action);
  return step?.kind === 'wechat' ? step.params : undefined;
};

/** The page's button for it. */
export const payInWechat = (page: LivePage): void => {
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-wechat]')) openWechat(page);
  });
};
