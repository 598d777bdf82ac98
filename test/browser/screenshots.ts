import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Language } from '#functions/pages/language.ts';
import { startJourney } from '#test/journeys/support/stack.ts';
import { contactSheet } from './screenshots/contact-sheet.ts';
import { readmePicture } from './screenshots/readme-picture.ts';
import { realStates } from './screenshots/real-states.ts';
import { fileOf, VIEWS, type View } from './screenshots/views.ts';
import { serveStates } from './states/serve-states.ts';
import { STATES } from './states/states.ts';
import { findChromium } from './support/find-chromium.ts';
import { openBrowser } from './support/open-browser.ts';

const FOLDER = fileURLToPath(new URL('../../.screenshots', import.meta.url));

type Show = (page: Page, language: Language) => Promise<unknown>;

/** Takes a picture of every state in every view. */
const takeAll = async (
  browser: Browser,
  baseURL: string,
  states: ReadonlyMap<string, Show>,
): Promise<void> => {
  for (const view of VIEWS) {
    const page = await pageFor(browser, baseURL, view);
    for (const [name, show] of states) {
      await show(page, view.language);
      await page.screenshot({ path: join(FOLDER, fileOf(name, view)), fullPage: true });
    }
    await page.context().close();
    process.stderr.write(`${view.screen}, ${view.colorScheme}, ${view.language}\n`);
  }
};

const pageFor = async (
  browser: Browser,
  baseURL: string,
  { size, colorScheme }: View,
): Promise<Page> => {
  const context = await browser.newContext({
    baseURL,
    viewport: size,
    colorScheme,
    reducedMotion: 'reduce',
    deviceScaleFactor: 2,
  });
  return context.newPage();
};

const chromium = await findChromium();
if (chromium.kind === 'absent') throw new Error(chromium.why);
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const journey = await startJourney();
const served = await serveStates(journey.demo);
const browser = await openBrowser(chromium);
try {
  const { baseUrl } = journey.demo;
  const real = await realStates(journey.demo, await browser.newPage({ baseURL: baseUrl }));
  const states = new Map<string, Show>([
    ...real.map(({ name, show }) => [name, show] as const),
    ...Object.keys(STATES).map(
      (name) =>
        [
          name,
          (page: Page, language: Language) =>
            page.goto(served.baseUrl + served.pathOf(name, language)),
        ] as const,
    ),
  ]);
  await takeAll(browser, baseUrl, states);
  await writeFile(join(FOLDER, 'index.html'), contactSheet([...states.keys()]));
  await readmePicture(browser, FOLDER);
  const sheet = relative(process.cwd(), join(FOLDER, 'index.html'));
  process.stdout.write(`${states.size * VIEWS.length} pictures, and ${sheet} to look at them\n`);
} finally {
  await browser.close();
  await served.stop();
  await journey.stop();
}
