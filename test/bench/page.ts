import type { Browser } from 'playwright-core';
import { BUDGET } from '#test/browser/first-view/budget.ts';
import { measureFirstView } from '#test/browser/first-view/measure-first-view.ts';
import { findChromium } from '#test/browser/support/find-chromium.ts';
import { openBrowser } from '#test/browser/support/open-browser.ts';
import { startJourney } from '#test/journeys/support/stack.ts';
import { slowVisit, type Visit } from './page/slow-visit.ts';
import { atMost, type Bench, type BenchRow } from './support/bench.ts';

const RUNS = 9;
/** What the same page took when its way of being built was chosen, on the same slow phone and network. */
const CHOSEN = { paintedMillis: 508, usableMillis: 968 };

/**
 * The checkout page on a slow phone: processor slowed down four times, 150 ms round trip, 1.6 Mbit/s. Median of nine visits
 * with nothing cached; beside it the same page where scripts are kept away.
 */
const page: Bench = async ({ progress }) => {
  const chromium = await findChromium();
  if (chromium.kind === 'absent') throw new Error(chromium.why);
  progress('starts a shop');
  const journey = await startJourney();
  const browser = await openBrowser(chromium);
  try {
    const url = `${journey.demo.checkoutUrl}?lang=en`;
    const rows = [...(await sizes(browser, url))];
    for (const javaScriptEnabled of [true, false]) {
      const name = javaScriptEnabled ? 'with script' : 'without script';
      const visits: Visit[] = [];
      // The first one wakes the functions, and does not count.
      for (let run = 0; run <= RUNS; run += 1) {
        const visit = await slowVisit(browser, url, { javaScriptEnabled });
        if (run > 0) visits.push(visit);
        progress(
          `${name}: painted ${Math.round(visit.paintedMillis)} ms, usable ${Math.round(visit.usableMillis)} ms`,
        );
      }
      rows.push(
        ...timesOf(`${name}: first content painted`, visits, 'paintedMillis'),
        ...timesOf(`${name}: usable`, visits, 'usableMillis'),
      );
    }
    return { rows };
  } finally {
    await browser.close();
    await journey.stop();
  }
};

const sizes = async (browser: Browser, url: string): Promise<BenchRow[]> => {
  const context = await browser.newContext();
  const view = await measureFirstView(await context.newPage(), url);
  await context.close();
  const { scriptBytes: script, wireBytes: wire, requestsBeforePaint: requests } = BUDGET;
  const unit = 'bytes';
  return [
    { metric: 'document, gzip', value: view.documentBytes, unit },
    atMost('script, gzip', view.scriptBytes, { unit, threshold: script }),
    atMost('first view on the wire', view.wireBytes, { unit, threshold: wire }),
    atMost('requests before paint', view.requestsBeforePaint, { unit: '', threshold: requests }),
  ];
};

const timesOf = (
  metric: string,
  visits: readonly Visit[],
  figure: keyof Visit & keyof typeof CHOSEN,
): BenchRow[] => {
  const sorted = visits.map((visit) => Math.round(visit[figure])).sort((a, b) => a - b);
  const unit = 'ms';
  return [
    atMost(metric, sorted[Math.floor(sorted.length / 2)] ?? 0, { unit, threshold: CHOSEN[figure] }),
    { metric: `${metric}, fastest`, value: sorted[0] ?? 0, unit },
    { metric: `${metric}, slowest`, value: sorted.at(-1) ?? 0, unit },
  ];
};

export default page;
