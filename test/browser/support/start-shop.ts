import type { TestProject } from 'vitest/node';
import type { Demo } from '#infra/local/seed/demo-file.ts';
import { startJourney } from '#test/journeys/support/stack.ts';
import { findChromium } from './find-chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Absent where there is no browser, and nothing is tested. */
    readonly demo: Demo | undefined;
  }
}

/** One local stack for every file of this folder. */
export default async function startShop({ provide }: TestProject): Promise<() => Promise<void>> {
  const chromium = await findChromium();
  if (chromium.kind === 'absent') {
    process.stderr.write(`${chromium.why}\n`);
    provide('demo', undefined);
    return async () => {};
  }
  const journey = await startJourney();
  provide('demo', journey.demo);
  return () => journey.stop();
}
