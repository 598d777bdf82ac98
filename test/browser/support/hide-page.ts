import type { Page } from 'playwright-core';

/**
 * Makes a page believe that its buyer has gone to another app, or has come back. A browser without a window shows all its
 * pages all the time.
 */
export const hidePage = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
