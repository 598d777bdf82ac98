import { afterPaint } from './after-paint.ts';

/** Where a browser has no moment of rest that it tells of. */
const IDLE_MILLIS = 3_000;

/**
 * Asked of a frame whose text would have to be believed as code, which the page's policy (`trusted-types`) allows nobody.
 */
const LEFT_OUT = ['fontPreferences'];

/**
 * The browser's visitor id by FingerprintJS 5 (MIT), once it is there. Everything happens in the browser, and nothing is sent
 * to anybody: its sources are run one by one here, without its own statistics (the `monitoring` of `load`). Loaded when the
 * page has been painted and the browser has nothing better to do; a weak mark, for which no payment waits.
 */
export const weakMark = (): { readonly get: () => string | undefined } => {
  let mark: string | undefined;
  const load = async (): Promise<void> => {
    try {
      const { hashComponents, loadSources, prepareForSources, sources } = await import(
        '@fingerprintjs/fingerprintjs'
      );
      await prepareForSources();
      const read = loadSources(sources, { cache: {}, debug: false }, LEFT_OUT);
      mark = hashComponents(await read());
    } catch {
      // A browser that hides more than most.
    }
  };
  const whenIdle = (): void => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => void load());
    else setTimeout(load, IDLE_MILLIS);
  };
  // On a busy device a page has loaded, and has nothing to do, before anything was painted.
  const begin = (): void => afterPaint(whenIdle);
  if (document.readyState === 'complete') begin();
  else addEventListener('load', begin, { once: true });
  return { get: () => mark };
};
