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

type Params = Parameters<Bridge['invoke']>[1];

/** What the window is opened with when WeChat is ready. Many taps until then are one. */
let waiting: Params | undefined;

/** Opens WeChat's payment window, now or as soon as WeChat is ready. */
export const openWechat = (params: Params): void => {
  if (bridge()) {
    open(params);
    return;
  }
  if (!waiting) document.addEventListener('WeixinJSBridgeReady', openWaiting, { once: true });
  waiting = params;
};

const openWaiting = (): void => {
  if (waiting) open(waiting);
  waiting = undefined;
};

const open = (params: Params): void =>
  bridge()?.invoke('getBrandWCPayRequest', params, () => dispatchEvent(new Event('focus')));

/** The page's button for it. */
export const payInWechat = (page: LivePage): void => {
  document.addEventListener('click', ({ target }) => {
    const action = page.state.view.attempt?.next_action;
    if (!(target instanceof Element) || !target.closest('[data-wechat]') || !action) return;
    const step = paymentStep(action);
    if (step.kind === 'wechat') openWechat(step.params);
  });
};
