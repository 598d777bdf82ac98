import type { TestProject } from 'vitest/node';
import type { Demo } from '#infra/local/seed/demo-file.ts';
import { localDirectory } from '#infra/local/state/local-directory.ts';
import { createChannel } from '#shared/contract/api/channels.ts';
import { type Journey, startJourney } from '#test/journeys/support/stack.ts';
import { findChromium } from './find-chromium.ts';
import { SANDBOX } from './order-something.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Absent where there is no browser, and nothing is tested. */
    readonly demo: Demo | undefined;
    /** By which operators' tools find the stack; empty where there is none. */
    readonly stackFile: string;
  }
}

/** One local stack for every file of this folder. */
export default async function startShop({ provide }: TestProject): Promise<() => Promise<void>> {
  const chromium = await findChromium();
  if (chromium.kind === 'absent') {
    process.stderr.write(`${chromium.why}\n`);
    provide('demo', undefined);
    provide('stackFile', '');
    return async () => {};
  }
  const journey = await startJourney();
  await addSandbox(journey);
  provide('demo', journey.demo);
  provide('stackFile', localDirectory(journey.directory).stack);
  return () => journey.stop();
}

/** Beside its gateways the demo shop gets a provider that does what an amount says. */
export const addSandbox = async ({ merchant }: Pick<Journey, 'merchant'>): Promise<void> => {
  await merchant.call(createChannel, { body: SANDBOX });
};
