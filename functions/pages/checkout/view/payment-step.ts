import type { NextAction } from '#shared/domain/orders/attempt.ts';
import { walletLink, webLink } from './safe-link.ts';

/** What the page offers for a next action. */
export type PaymentStep =
  /** `automatic`: the browser may go there by itself. */
  | { readonly kind: 'link'; readonly url: string; readonly automatic: boolean }
  | { readonly kind: 'qr'; readonly content: string; readonly url: string | undefined }
  | {
      readonly kind: 'form';
      readonly action: string;
      readonly fields: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'address';
      readonly address: string;
      readonly network: string;
      readonly amount: string;
    }
  | { readonly kind: 'code'; readonly sentTo: string | undefined; readonly canResend: boolean }
  /** WeChat's browser opens its payment window with these. */
  | { readonly kind: 'wechat'; readonly params: Readonly<Record<string, string>> }
  /** It needs a script of the provider, or its address is not one to open. */
  | { readonly kind: 'not_here' };

/** Turns a provider's next action into what a page can do; refuses addresses that are no web page. */
export const paymentStep = (action: NextAction): PaymentStep => {
  switch (action.kind) {
    case 'redirect': {
      const url = walletLink(action.url);
      if (url === undefined) return { kind: 'not_here' };
      return { kind: 'link', url, automatic: webLink(action.url) !== undefined };
    }
    case 'qr':
      return { kind: 'qr', content: action.content, url: walletLink(action.content) };
    case 'form':
      return formStep(action);
    case 'address':
      return { ...action, kind: 'address' };
    case 'enter_code':
      return { kind: 'code', sentTo: action.sentTo, canResend: action.canResend };
    case 'client_params':
      return action.sdk === 'wechat_jsapi'
        ? { kind: 'wechat', params: action.params }
        : { kind: 'not_here' };
  }
};

const formStep = ({ action, method, fields }: NextAction & { kind: 'form' }): PaymentStep => {
  const url = webLink(action);
  if (url === undefined) return { kind: 'not_here' };
  if (method === 'POST') return { kind: 'form', action: url, fields };
  // A form with GET drops the query of its action and is a link in all but name; a link keeps the policy narrow.
  const link = new URL(url);
  link.search = new URLSearchParams(fields).toString();
  return { kind: 'link', url: link.href, automatic: true };
};
