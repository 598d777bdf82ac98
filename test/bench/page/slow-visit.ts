import type { Browser, BrowserContext, Page } from 'playwright-core';

const CPU_SLOWER = 4;
const LATENCY_MILLIS = 150;
const bytesPerSecond = (megabits: number): number => (megabits * 1_000_000) / 8;
const PHONE = { width: 390, height: 844 };

export interface Visit {
  readonly paintedMillis: number;
  /** A tap on a method is handled from then on: by the script, or, without, by the browser. */
  readonly usableMillis: number;
}

/** Opens a page once, with nothing cached, as a cheap phone on a slow mobile network does. */
export const slowVisit = async (
  browser: Browser,
  url: string,
  { javaScriptEnabled }: { readonly javaScriptEnabled: boolean },
): Promise<Visit> => {
  const context = await browser.newContext({ viewport: PHONE, locale: 'en-US' });
  try {
    const page = await slowPage(context, javaScriptEnabled);
    await page.addInitScript(watchForUse, javaScriptEnabled);
    await page.goto(url);
    return await page.evaluate(readVisit);
  } finally {
    await context.close();
  }
};

/** The page's own scripts are kept away by their address: with scripts off altogether nothing could be measured. */
const slowPage = async (context: BrowserContext, withScripts: boolean): Promise<Page> => {
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send('Network.enable');
  if (!withScripts) await protocol.send('Network.setBlockedURLs', { urls: ['*/assets/*'] });
  await protocol.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MILLIS,
    downloadThroughput: bytesPerSecond(1.6),
    uploadThroughput: bytesPerSecond(0.75),
  });
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
  return page;
};

declare global {
  var usableMillis: number | undefined;
}

/** Runs in the page. Its copy button appears when the script has taken over. */
const watchForUse = (withScripts: boolean): void => {
  const sign = withScripts ? 'button[data-copy]:not([hidden])' : 'button.method';
  new MutationObserver((_changes, observer) => {
    if (!document.querySelector(sign)) return;
    observer.disconnect();
    globalThis.usableMillis = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true });
};

/** Runs in the page. Nobody taps what is not painted yet. */
const readVisit = async (): Promise<Visit> => {
  const paintedMillis = await new Promise<number>((resolve) => {
    new PerformanceObserver((list) => {
      const paint = list.getEntriesByName('first-contentful-paint')[0];
      if (paint) resolve(paint.startTime);
    }).observe({ type: 'paint', buffered: true });
  });
  while (globalThis.usableMillis === undefined)
    await new Promise((resolve) => requestAnimationFrame(resolve));
  return { paintedMillis, usableMillis: Math.max(paintedMillis, globalThis.usableMillis) };
};
