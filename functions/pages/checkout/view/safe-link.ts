const WEB: ReadonlySet<string> = new Set(['https:', 'http:']);
/** Apps that providers hand a payment to. */
const APPS: ReadonlySet<string> = new Set([
  'alipays:',
  'alipay:',
  'weixin:',
  'wxp:',
  'mqqapi:',
  'upwallet:',
]);

/** `URL.canParse` is missing in the browsers of many phones, and the page's script would end there. */
const parse = (text: string): URL | undefined => {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
};

/** A provider's address as a web link; `undefined` for anything a browser would not simply open (`javascript:` …). */
export const webLink = (text: string): string | undefined => {
  const url = parse(text);
  return url && WEB.has(url.protocol) ? url.href : undefined;
};

/** A web link, or one that opens a wallet. */
export const walletLink = (text: string): string | undefined => {
  const url = parse(text);
  return url && (WEB.has(url.protocol) || APPS.has(url.protocol)) ? url.href : undefined;
};
