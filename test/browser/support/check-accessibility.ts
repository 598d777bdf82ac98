import axe from 'axe-core';
import type { CDPSession, Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const SCHEMES = ['light', 'dark'] as const;
type ColorScheme = (typeof SCHEMES)[number];

/**
 * What axe-core has to say against a page, in both colour schemes; run apart from the page's own scripts and policy. Not
 * for a browser without scripts: there axe-core never answers.
 */
export const checkAccessibility = async (
  page: Page,
  schemes: readonly ColorScheme[] = SCHEMES,
): Promise<string[]> => {
  const found: string[] = [];
  const protocol = await page.context().newCDPSession(page);
  try {
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const violations = await runAxe(protocol);
      found.push(...violations.map((violation) => `${colorScheme}: ${violation}`));
    }
  } finally {
    await page.emulateMedia({ colorScheme: null });
    await protocol.detach();
  }
  return found;
};

/** Runs in a world of its own: it sees the page's elements, and the page's policy does not bind it. */
const runAxe = async (protocol: CDPSession): Promise<string[]> => {
  const { frameTree } = await protocol.send('Page.getFrameTree');
  const { executionContextId: contextId } = await protocol.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe',
  });
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await protocol.send('Runtime.evaluate', {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  };
  await evaluate(`${axe.source};undefined`);
  const options = { runOnly: { type: 'tag', values: RULES }, resultTypes: ['violations'] };
  return (await evaluate(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.map(({ id, help, nodes }) =>
      id + ': ' + help + ' ' + nodes.map(({ html }) => html).join(' ')))`)) as string[];
};
