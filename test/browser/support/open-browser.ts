import { type Browser, chromium } from 'playwright-core';
import type { FoundChromium } from './find-chromium.ts';

/** As a person's browser says it: one that says that it has no window is taken for a program that makes previews. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36';

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
      `--user-agent=${USER_AGENT}`,
      '--disable-gpu',
      // Containers have little shared memory.
      '--disable-dev-shm-usage',
      // Letters look the same on every machine.
      '--font-render-hinting=none',
    ],
    env: { ...process.env, ...environment },
  });
