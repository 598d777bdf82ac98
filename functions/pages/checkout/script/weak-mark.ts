/** Longer and the page goes without: it is a weak mark, and no payment waits for it. */
const LIMIT_MILLIS = 5_000;

/**
 * The browser's visitor id by FingerprintJS (MIT; everything happens in the browser, nothing is sent to anybody else), once
 * it is there. Loaded when the page has been painted and the browser has nothing better to do.
 */
export const weakMark = (): { readonly get: () => string | undefined } => {
  let mark: string | undefined;
  const load = async (): Promise<void> => {
    try {
      const { load: start } = await import('@fingerprintjs/fingerprintjs');
      const agent = await start({ monitoring: false, delayFallback: LIMIT_MILLIS });
      mark = (await agent.get()).visitorId;
    } catch {
      // A browser that hides more than most.
    }
  };
  const whenIdle = (): void => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => void load());
    else setTimeout(load, LIMIT_MILLIS);
  };
  if (document.readyState === 'complete') whenIdle();
  else addEventListener('load', whenIdle, { once: true });
  return { get: () => mark };
};
