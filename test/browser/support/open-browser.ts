import { type Browser, chromium } from 'playwright-core';
import type { FoundChromium } from './find-chromium.ts';

/** Nobody listens on the port "discard". */
const NO_PROXY = '127.0.0.1:9';

/**
 * Starts Chromium without a sandbox: the pages are ours, and root (in containers) cannot have one. Everything but
 * loopback is sent to a proxy that does not exist, so that nothing reaches the network.
 */
export const openBrowser = ({
  executablePath,
  environment,
}: Extract<FoundChromium, { kind: 'found' }>): Promise<Browser> =>
  chromium.launch({
    executablePath,
    chromiumSandbox: false,
    args: [
      `--proxy-server=${NO_PROXY}`,
      '--disable-gpu',
      // Containers have little shared memory.
      '--disable-dev-shm-usage',
      // Letters look the same on every machine.
      '--font-render-hinting=none',
    ],
    env: { ...process.env, ...environment },
  });
