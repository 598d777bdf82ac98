import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';
import type { Demo } from '#infra/local/seed/demo-file.ts';
import { findChromium } from './find-chromium.ts';
import { openBrowser } from './open-browser.ts';
import { watchPage } from './watch-page.ts';

const PATIENCE_MILLIS = 20_000;

export interface BrowserTest {
  /** The shops that can be bought from. */
  readonly demo: Demo;
  /** The browser of this file. */
  browser(): Browser;
  /** A browser of a person of their own, with an empty jar of cookies. Closed, and its problems told, after the test. */
  visitor(options?: BrowserContextOptions): Promise<Visitor>;
}

export interface Visitor {
  /** Another tab of theirs. */
  tab(): Promise<Page>;
  /** What went wrong so far; looking at it forgives it. */
  problems(): string[];
}

const chromium = await findChromium();

/** Tests that need a real browser; skipped where there is none. */
export const describeInBrowser = (title: string, tests: (test: BrowserTest) => void): void => {
  const demo = inject('demo');
  if (chromium.kind === 'absent' || !demo) {
    describe.skip(`${title} (${chromium.kind === 'absent' ? chromium.why : 'no shop'})`, () => {});
    return;
  }
  describe(title, () => {
    let browser: Browser;
    let visitors: (Visitor & { readonly close: () => Promise<void> })[] = [];
    beforeAll(async () => {
      browser = await openBrowser(chromium);
    });
    afterAll(() => browser?.close());
    afterEach(async () => {
      const problems = visitors.flatMap((visitor) => visitor.problems());
      await Promise.all(visitors.map(({ close }) => close()));
      visitors = [];
      expect(problems).toEqual([]);
    });
    tests({
      demo,
      browser: () => browser,
      visitor: async (options = {}) => {
        const visitor = await openVisitor(browser, { baseURL: demo.baseUrl, ...options });
        visitors.push(visitor);
        return visitor;
      },
    });
  });
};

const openVisitor = async (
  browser: Browser,
  options: BrowserContextOptions & { readonly baseURL: string },
) => {
  const context = await browser.newContext({
    locale: 'en-US',
    viewport: { width: 390, height: 844 },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MILLIS);
  const watched: (() => readonly string[])[] = [];
  const forgiven = new Set<string>();
  return {
    tab: async () => {
      const page = await context.newPage();
      watched.push(await watchPage(page, options.baseURL));
      return page;
    },
    problems: () => {
      const problems = watched.flatMap((problemsOf) => [...problemsOf()]);
      const fresh = problems.filter((problem) => !forgiven.has(problem));
      for (const problem of fresh) forgiven.add(problem);
      return fresh;
    },
    close: () => context.close(),
  };
};
