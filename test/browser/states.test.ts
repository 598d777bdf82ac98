import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedStates, serveStates } from './states/serve-states.ts';
import { STATES } from './states/states.ts';
import { checkAccessibility } from './support/check-accessibility.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';

/** The narrowest screen that a page must fit without scrolling sideways (WCAG 2.2, 1.4.10). */
const NARROWEST = { width: 320, height: 568 };

describeInBrowser('every state of the page', ({ demo, visitor }) => {
  let served: ServedStates;
  beforeAll(async () => {
    served = await serveStates(demo);
  });
  afterAll(() => served?.stop());

  it.each(Object.keys(STATES))(
    '%s has no barrier in any language or light, and fits a narrow screen',
    async (name) => {
      const person = await visitor({ baseURL: served.baseUrl, viewport: NARROWEST });
      const page = await person.tab();
      for (const [language, colorScheme] of [
        ['en', 'light'],
        ['zh', 'dark'],
      ] as const) {
        await page.goto(served.pathOf(name, language));
        expect(await checkAccessibility(page, [colorScheme])).toEqual([]);
        const { scrollWidth } = await page.evaluate(() => ({
          scrollWidth: document.documentElement.scrollWidth,
        }));
        expect(scrollWidth).toBeLessThanOrEqual(NARROWEST.width);
      }
    },
  );
});
